# balance.sh EMISSION SEQUESTRATION ZONES DIFFERENCE RATIO FLOW TABLE CREATION: three maps, and the ratio by zone
set -e
r.external -o --quiet input="$1" output=e
r.external -o --quiet input="$2" output=c
g.region raster=e
r.mapcalc --quiet "difference = c - e"
r.mapcalc --quiet "ratio = e / c"
r.mapcalc --quiet "flow = min(e, c)"
v.in.ogr -o --quiet input="$3" layer=zones output=zones
v.to.rast --quiet input=zones output=zone use=attr attribute_column=code
r.univar -te --quiet map=ratio zones=zone separator=comma output="$7"
r.out.gdal -c -f --quiet input=difference output="$4" format=GTiff type=Float32 nodata=-9999 createopt="$8"
r.out.gdal -c -f --quiet input=ratio output="$5" format=GTiff type=Float32 nodata=-9999 createopt="$8"
r.out.gdal -c -f --quiet input=flow output="$6" format=GTiff type=Float32 nodata=-9999 createopt="$8"
