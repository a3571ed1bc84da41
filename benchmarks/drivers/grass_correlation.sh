# correlation.sh FOLDER OUTPUT: r.covar, cells where every layer has data
set -e
maps=""
for k in 0 1 2 3 4 5 6; do
    r.external -o --quiet input="$1/layer$k.tif" output="layer$k"
    maps="$maps,layer$k"
done
g.region raster=layer0
r.covar -r --quiet map="${maps#,}" >"$2"
