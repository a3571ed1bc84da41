# spread.sh WEIGHT PROVINCES OUTPUT CREATION: sums of the weight by province, then total x weight / sum
set -e
r.external -o --quiet input="$1" output=weight
g.region raster=weight
v.in.ogr -o --quiet input="$2" layer=provinces output=provinces
v.to.rast --quiet input=provinces output=code use=attr attribute_column=code
v.to.rast --quiet input=provinces output=total use=attr attribute_column=total
r.stats.zonal --quiet base=code cover=weight method=sum output=amount
r.mapcalc --quiet "spread = float(double(total) * weight / amount)"
r.out.gdal -c -f --quiet input=spread output="$3" format=GTiff type=Float32 nodata=-9999 createopt="$4"
