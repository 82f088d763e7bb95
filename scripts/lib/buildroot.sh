#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Build roots: a minimal Debian per kernel with its compiler and its headers.
# shellcheck disable=SC2034,SC2154 # globals shared among the parts of vm

# debian_tree DIR APTDIR SUITE VARIANT PACKAGE...: packages and what they depend on
# at DIR, from APTDIR's sources
debian_tree()
{
	local dir=$1 apt=$2 suite=$3 variant=$4 mode=root skip=()
	shift 4
	[ "$(id -u)" = 0 ] || { mode=unshare; skip=(--exclude='./dev/*'); }
	mkdir -p "$dir"
	apt_options >"$apt/aptopt"
	# Through a tar, so that all of the tree is owned by whoever runs this.
	mmdebstrap --mode=$mode --variant="$variant" --format=tar --quiet \
		--include="$(IFS=,; echo "$*")" --aptopt="$apt/aptopt" \
		--dpkgopt='path-exclude=/usr/share/doc/*' \
		--dpkgopt='path-exclude=/usr/share/man/*' \
		--dpkgopt='path-exclude=/usr/share/locale/*' \
		"$suite" - "$apt/etc/sources.list" </dev/null |
		tar -x -C "$dir" --no-same-owner "${skip[@]}" -f - ||
		die host "mmdebstrap could not unpack $suite"
}

# buildroot_make DIR APTDIR SUITE PACKAGE...: a root to build in
buildroot_make()
{
	local dir=$1
	debian_tree "$1" "$2" "$3" essential "${@:4}"
	# For objtool (7.3) where in_root cannot mount /proc.
	mkdir -p "$dir/build" "$dir/proc/self"
	echo '7ffffffde000-7ffffffff000 rw-p 00000000 00:00 0 [stack]' \
		>"$dir/proc/self/maps"
}

# in_root DIR COMMAND...: run COMMAND in the root with /dev and /proc. The mounts
# live in a private namespace and die with it. Where a container forbids them,
# the root's own device nodes and its stand-in for /proc must do.
in_root()
{
	local dir=$1 ns=(unshare --mount)
	shift
	[ "$(id -u)" = 0 ] || ns+=(--map-root-user)
	local -x PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
	if "${ns[@]}" mount --rbind /proc "$dir/proc" 2>/dev/null; then
		# shellcheck disable=SC2016 # expanded by that sh
		"${ns[@]}" sh -c 'mount --rbind /proc "$0/proc" &&
			mount --rbind /dev "$0/dev" && exec chroot "$0" "$@"' \
			"$dir" "$@" </dev/null
	else
		chroot "$dir" "$@" </dev/null
	fi
}
