# stock.sh LANDUSE RULES OUTPUT CREATION: reclassification by r.recode
set -e
r.external -o --quiet input="$1" output=landuse
g.region raster=landuse
r.recode --quiet input=landuse output=stock rules="$2"
r.out.gdal -c -f --quiet input=stock output="$3" format=GTiff type=Float32 nodata=-9999 createopt="$4"
