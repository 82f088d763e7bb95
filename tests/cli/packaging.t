#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# What "make dkms" installs is complete: dkms builds the module from it alone,
# against the kernel headers of this machine.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

version=$(run version && sed -n '1s/^lowmark \([^ ]*\).*/\1/p' "$work/out")
make -s dkms DESTDIR="$work" >"$work/out" 2>&1
grep -qx "PACKAGE_VERSION=\"$version\"" "$work/usr/src/lowmark-$version/dkms.conf"
result "make dkms installs the sources of the tool's version"

headers=$(find /usr/src -maxdepth 1 -name "linux-headers-*-amd64" | head -n 1)
release=${headers#/usr/src/linux-headers-}
if [ "$(id -u)" != 0 ]; then
	skip "dkms builds the module" "dkms wants root"
elif ! command -v dkms >/dev/null || [ -z "$headers" ]; then
	skip "dkms builds the module" "there is no dkms, or there are no headers"
else
	mkdir "$work/tree"
	dkms build "lowmark/$version" -k "$release" --sourcetree "$work/usr/src" \
		--dkmstree "$work/tree" --kernelsourcedir "$headers" \
		>"$work/out" 2>&1
	built=$(find "$work/tree/lowmark/$version/$release" -name 'lowmark.ko*')
	[ -n "$built" ] && [ "$(modinfo -F version "$built")" = "$version" ]
	result "dkms builds the module"
	[ -n "$built" ] || tail -n 30 "$work/out" | sed 's/^/# /'
fi

finish
