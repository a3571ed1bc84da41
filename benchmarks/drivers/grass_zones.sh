# zones.sh VALUES ZONES TABLE: zones burnt by cell centre, then sums by r.univar
set -e
r.external -o --quiet input="$1" output=amount
g.region raster=amount
v.external -o --quiet input="$2" layer=zones output=zones 2>/dev/null || v.in.ogr -o --quiet input="$2" layer=zones output=zones
v.to.rast --quiet input=zones output=zone use=attr attribute_column=code
r.univar -t --quiet map=amount zones=zone separator=comma output="$3"
