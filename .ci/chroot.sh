#!/bin/sh
# A Debian of another release in a folder, with its QGIS: `chroot.sh SUITE` builds it where missing and prints its path;
# `chroot.sh SUITE command...` runs a command in it. Needs root and debootstrap. Any failure ends with a code that is not 0.
#
# The folder is $CHROOTS/SUITE (default ~/.cache/carbon-service-flow/chroots), about 2 GB; it is rebuilt when what is
# installed in it (packages below, requirements-test.txt) changes. Mirror, apt and pip settings are those of this machine.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
suite=$1
shift
chroots=${CHROOTS:-${XDG_CACHE_HOME:-$HOME/.cache}/carbon-service-flow/chroots}
root=$chroots/$suite
log=$chroots/$suite.log

packages="qgis python3-qgis python3-pandas python3-gdal gdal-bin python3-pip python3-venv xvfb xauth fonts-open-sans
    fonts-wqy-microhei qttools5-dev-tools"
# SciPy is optional: one version is tested with it, one without.
[ "$suite" = forky ] || packages="$packages python3-scipy"

say() { echo "chroot $suite: $*" >&2; }

# Keep mounts in a namespace of our own, so that none outlives the command; where that is refused, do without.
private() {
    if unshare --mount --propagation private true 2>/dev/null; then
        unshare --mount --propagation private "$@"
    else
        "$@"
    fi
}

# The path of a root folder, then a command.
inside() {
    private sh -c '
        root=$0
        mount -t proc proc "$root/proc" 2>/dev/null || true
        mount --rbind /sys "$root/sys" 2>/dev/null || true
        mount --rbind /dev "$root/dev" 2>/dev/null || true
        exec chroot "$root" env -i HOME=/root PATH=/opt/venv/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
            DEBIAN_FRONTEND=noninteractive QT_QPA_PLATFORM=offscreen XDG_RUNTIME_DIR=/tmp CI="${CI:-}" \
            PIP_CERT=/etc/ssl/certs/ca-certificates.crt PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_DEFAULT_TIMEOUT=180 \
            PIP_ROOT_USER_ACTION=ignore "$@"' "$@"
}

mirror() {
    {
        cat /etc/apt/sources.list.d/*.sources 2>/dev/null | sed -n 's/^URIs: *\([^ ]*\).*/\1/p'
        cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null |
            sed -n 's/^deb  *\(\[[^]]*\]  *\)\{0,1\}\([^ ]*\).*/\2/p'
    } | grep -v security | head -n 1
}

settings_of_this_machine() {
    cp /etc/resolv.conf "$1/etc/resolv.conf"
    for file in /etc/apt/apt.conf.d/*; do
        # Debian's own come with its packages; those of container images (docker-*) would clean the cache each time.
        dpkg -S "$file" >/dev/null 2>&1 || case $file in */docker-*) ;; *) cp "$file" "$1/etc/apt/apt.conf.d/" ;; esac
    done
    # Testing's Release file is valid for a week only; a mirror may be behind.
    echo 'Acquire::Check-Valid-Until "false";' >"$1/etc/apt/apt.conf.d/99carbon-service-flow"
    printf 'path-exclude=/usr/share/doc/*\npath-exclude=/usr/share/man/*\nforce-unsafe-io\n' \
        >"$1/etc/dpkg/dpkg.cfg.d/carbon-service-flow"
    printf '#!/bin/sh\nexit 101\n' >"$1/usr/sbin/policy-rc.d"
    chmod +x "$1/usr/sbin/policy-rc.d"
    if [ -f /etc/pip.conf ]; then cp /etc/pip.conf "$1/etc/pip.conf"; fi
    if [ -f "$HOME/.config/pip/pip.conf" ]; then
        mkdir -p "$1/root/.config/pip"
        cp "$HOME/.config/pip/pip.conf" "$1/root/.config/pip/"
    fi
    mkdir -p "$1/usr/local/share/ca-certificates"
    for file in /usr/local/share/ca-certificates/*.crt; do
        [ ! -f "$file" ] || cp "$file" "$1/usr/local/share/ca-certificates/"
    done
    inside "$1" update-ca-certificates
}

build() {
    new=$root.new
    rm -rf --one-file-system "$new"
    script=/usr/share/debootstrap/scripts/$suite
    [ -e "$script" ] || script=/usr/share/debootstrap/scripts/sid
    private debootstrap --variant=minbase --include=ca-certificates "$suite" "$new" "$(mirror)" "$script"
    settings_of_this_machine "$new"
    inside "$new" apt-get update -q
    # shellcheck disable=SC2086 # a list of words
    inside "$new" apt-get install -y -q --no-install-recommends $packages
    inside "$new" apt-get clean
    cp "$here/requirements-test.txt" "$new/opt/"
    inside "$new" /usr/bin/python3 -m venv --system-site-packages /opt/venv
    inside "$new" /opt/venv/bin/pip install --quiet -r /opt/requirements-test.txt
    echo "$recipe" >"$new/.recipe"
    rm -rf --one-file-system "$root"
    mv "$new" "$root"
}

recipe=$(echo "$packages" | cat - "$here/requirements-test.txt" | sha256sum)
if [ "$(cat "$root/.recipe" 2>/dev/null || true)" != "$recipe" ]; then
    [ "$(id -u)" = 0 ] || { say "building it needs root"; exit 1; }
    command -v debootstrap >/dev/null || { say "debootstrap is missing: apt-get install debootstrap"; exit 1; }
    mkdir -p "$chroots"
    # In a process of its own, started below: `set -e` is off inside an `if`.
    [ "${BUILD:-}" = 1 ] && { build; exit 0; }
    say "building, log in $log"
    if ! flock "$chroots/$suite.lock" env BUILD=1 sh "$here/chroot.sh" "$suite" >"$log" 2>&1; then
        tail -n 30 "$log" >&2
        say "cannot be built"
        exit 1
    fi
fi

if [ $# = 0 ]; then
    echo "$root"
else
    inside "$root" "$@"
fi
