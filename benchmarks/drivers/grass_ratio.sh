# ratio.sh EMISSION SEQUESTRATION OUTPUT CREATION
set -e
r.external -o --quiet input="$1" output=e
r.external -o --quiet input="$2" output=c
g.region raster=e
r.mapcalc --quiet "ratio = e / c"
r.out.gdal -c -f --quiet input=ratio output="$3" format=GTiff type=Float32 nodata=-9999 createopt="$4"
