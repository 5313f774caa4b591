#!/usr/bin/env bash
# The README's two commands on a bare machine: a new root with nothing but what the README's apt line brings.
# By hand, as root, never in .ci/run: it takes a quarter of an hour for each user.
#
#   SUITE=bookworm|trixie|noble   which system (default bookworm)
#   USERS="root somebody"         as whom, one after the other (default both)
#   COMMANDS="demo test"          which of the two (default both)
#   MIRROR=http://…               where from (default: debootstrap's own)
#   ROOT=/a/folder                use this root, made if it is not there, and keep it (default: a new one, removed at the end)
#   BROWSER, PORT, PIP_*          go on to make, pip and the tests
set -euo pipefail

fail() { echo "bare: $*" >&2; exit 1; }

[ "$(id -u)" = 0 ] || fail "only root can make a root"
command -v debootstrap >/dev/null || fail "apt-get install debootstrap"
# Mounts and processes of its own: what is left of either ends with this script.
[ -n "${BARE_INSIDE:-}" ] || exec env BARE_INSIDE=1 unshare --mount --pid --fork --kill-child "$0"

suite=${SUITE:-bookworm}
port=${PORT:-8080}
checkout=$(cd "$(dirname "$0")/.." && pwd)
root=${ROOT:-$(mktemp -d -p /var/tmp hoitomalli-bare-XXXXXX)}
[ -n "${ROOT:-}" ] || chmod 755 "$root" # others than root are to live in it

clean_up() {
    umount "$root/dev/shm" "$root/dev/pts" "$root/proc" 2>/dev/null || true
    [ -n "${ROOT:-}" ] || rm -rf --one-file-system "$root"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

inside() { # inside USER COMMAND: a shell as that user has it, and of this machine's settings only what pip and the tests need
    local home passed
    home=$(chroot "$root" getent passwd "$1" | cut -d: -f6)
    mapfile -t passed < <(env | grep -E '^(PIP_[A-Z_]*|BROWSER|PORT)=' || true)
    chroot "$root" runuser -u "$1" -- env -i HOME="$home" USER="$1" PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        LANG=C.UTF-8 "${passed[@]}" bash -c "cd && $2"
}

make_root() {
    local components=main script=()
    if [ "$suite" = noble ]; then
        components=main,universe # as on every Ubuntu
        [ -e "/usr/share/debootstrap/scripts/$suite" ] || script=("${MIRROR:-http://archive.ubuntu.com/ubuntu}" gutsy) # older than noble
    fi
    [ "${#script[@]}" -gt 0 ] || script=(${MIRROR:+"$MIRROR"})
    debootstrap --variant=minbase --components="$components" "$suite" "$root" "${script[@]}" >"$root.log" || fail "see $root.log"
    rm "$root.log"
}

prepare_root() {
    mount -t proc proc "$root/proc"
    mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
    mount -t devpts devpts "$root/dev/pts"
    cp -L /etc/resolv.conf "$root/etc/resolv.conf"
    grep -q localhost "$root/etc/hosts" 2>/dev/null || echo "127.0.0.1 localhost" >>"$root/etc/hosts"
    echo 'APT::Get::Assume-Yes "true";' >"$root/etc/apt/apt.conf.d/90bare"
    chroot "$root" getent passwd somebody >/dev/null || chroot "$root" useradd --create-home --shell /bin/bash somebody
}

install_packages() { # the README's line for this system
    local system line
    system=$(. "$root/etc/os-release" && echo "${NAME%% *} $VERSION_ID")
    line=$(grep -E "^apt-get .*# .*$system" "$checkout/README.md" || fail "README has no apt line for $system")
    echo "bare: $line"
    inside root "export DEBIAN_FRONTEND=noninteractive; $line" >"$root/apt.log" 2>&1 || { tail "$root/apt.log"; fail "the apt line"; }
    # How this machine's pip reaches PyPI; after apt, which brings certificates of its own.
    for path in /etc/pip.conf /etc/xdg/pip "${PIP_CERT:-}"; do
        [ ! -e "$path" ] || cp -rL --parents "$path" "$root"
    done
    touch "$root/.has-packages"
}

clone_for() { # a clean clone of what is committed
    local home
    home=$(chroot "$root" getent passwd "$1" | cut -d: -f6)
    rm -rf "$root$home/hoitomalli"
    git clone --quiet "$checkout" "$root$home/hoitomalli"
    chroot "$root" chown -R "$1:" "$home/hoitomalli"
}

try_demo() { # `make demo` until its LMS answers
    local demo began=$SECONDS
    set -m # in a process group of its own
    inside "$1" "cd hoitomalli && make demo" >"$root/demo.log" 2>&1 &
    demo=$!
    set +m
    until grep -q "^Open " "$root/demo.log"; do
        kill -0 "$demo" 2>/dev/null || { tail "$root/demo.log"; fail "make demo has ended"; }
        [ $((SECONDS - began)) -lt 1200 ] || { tail "$root/demo.log"; fail "make demo prints no address"; }
        sleep 1
    done
    chroot "$root" python3 -c "import urllib.request as r; r.urlopen('http://localhost:$port/', timeout=60)"
    echo "bare: make demo as $1 answers after $((SECONDS - began)) s"
    kill -TERM -- "-$demo"
    wait "$demo" || true
    for _second in {1..60}; do # runuser does not wait for what it has started
        grep -q "nothing was kept" "$root/demo.log" && return
        sleep 1
    done
    fail "make demo did not end as it should"
}

try_test() { # until it ends, showing its last lines
    local began=$SECONDS
    inside "$1" "cd hoitomalli && make test" 2>&1 | tee "$root/test.log" | tail -n 40 || fail "make test as $1, see above"
    echo "bare: make test as $1 passes in $((SECONDS - began)) s"
}

[ -x "$root/bin/sh" ] || make_root
prepare_root
[ -e "$root/.has-packages" ] || install_packages
for user in ${USERS:-root somebody}; do
    clone_for "$user"
    for command in ${COMMANDS:-demo test}; do
        "try_$command" "$user"
    done
done
echo "bare: $suite is in order"
