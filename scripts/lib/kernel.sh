#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Kernels by name: find the package, unpack image and modules, make its build root.
# shellcheck disable=SC2034,SC2154 # globals shared among the parts of vm

# kernel_row NAME: sets suites and image_re from scripts/kernels.conf
kernel_row()
{
	local row
	row=$(awk -v n="$1" '$1 == n { print $2, $3 }' "$scripts/kernels.conf")
	[ -n "$row" ] || die usage "no kernel '$1' in scripts/kernels.conf (has:" \
		"$(awk '!/^#/ { printf "%s ", $1 }' "$scripts/kernels.conf"))"
	image_re=${row#* }
	IFS=, read -r -a suites <<<"${row%% *}"
}

# newest_image REGEX: the highest version among matching package names
newest_image()
{
	apt-cache pkgnames linux-image- | grep -xE "$1" | sort -V | tail -n1
}

# kernel_packages IMAGE RELEASE: the image package and what it needs of the same
# release (since 7.x the files are in linux-binary, linux-base and so on)
kernel_packages()
{
	local p all=$1 next=$1
	while [ -n "$next" ]; do
		# shellcheck disable=SC2086 # a list of package names
		next=$(apt-cache depends --no-recommends --no-suggests \
			--no-conflicts --no-breaks --no-replaces $next |
			sed -n 's/^ *|\{0,1\}\(Pre\)\{0,1\}Depends: //p' |
			grep -F -- "-$2" | grep -vxF "$all") || next=
		for p in $next; do all+=$'\n'$p; done
	done
	echo "$all" | sort -u
}

# kernel_unpack DIR RELEASE PACKAGE...: DIR/vmlinuz and DIR/lib/modules/RELEASE
kernel_unpack()
{
	local dir=$1 rel=$2 deb
	shift 2
	mkdir "$dir/debs" "$dir/x"
	(cd "$dir/debs" && apt-get download -qq "$@" </dev/null >&2) ||
		die host "cannot download $*"
	for deb in "$dir"/debs/*.deb; do
		dpkg-deb -x "$deb" "$dir/x"
	done
	for deb in boot/vmlinuz-$rel usr/lib/modules/$rel/vmlinuz lib/modules/$rel/vmlinuz; do
		[ ! -f "$dir/x/$deb" ] || cp "$dir/x/$deb" "$dir/vmlinuz"
	done
	[ -s "$dir/vmlinuz" ] || die host "no vmlinuz in $*"
	mkdir -p "$dir/lib/modules"
	if [ -d "$dir/x/usr/lib/modules/$rel" ]; then
		mv "$dir/x/usr/lib/modules/$rel" "$dir/lib/modules/"
	else
		mv "$dir/x/lib/modules/$rel" "$dir/lib/modules/"
	fi
	depmod -b "$dir" "$rel"
	rm -rf "$dir/x" "$dir/debs"
}

# kernel_inflate DIR: DIR/vmlinux, which QEMU boots without the guest having to
# decompress it (seconds under emulation). Needs an image that can start so (PVH).
kernel_inflate()
{
	grep -qsx CONFIG_PVH=y "$1"/root/usr/src/linux-headers-*/include/config/auto.conf ||
		return 0
	inflate "$1/vmlinuz" "$1/vmlinux" || true
}

# kernel_package NAME NEW APTDIR: NEW gets a packaged kernel and its build root
kernel_package()
{
	local name=$1 new=$2 apt=$3 image rel pkgs
	say "preparing kernel $name (downloads, then a build root; once only)"
	export APT_CONFIG=$apt/apt.conf
	image=$(newest_image "$image_re") || true
	[ -n "$image" ] || die host "no package matches $image_re in ${suites[*]}"
	rel=${image#linux-image-}
	rel=${rel%-unsigned}
	pkgs=$(kernel_packages "$image" "$rel")
	# shellcheck disable=SC2086 # a list of package names
	kernel_unpack "$new" "$rel" $pkgs
	echo "$rel" >"$new/release"
	apt-cache show --no-all-versions "$image" | sed -n 's/^Version: //p' >"$new/version"
	unset APT_CONFIG
	# perl: for kernel-doc, which W=1 runs.
	buildroot_make "$new/root" "$apt" "${suites[0]}" \
		"linux-headers-$rel" make binutils perl
	[ -e "$new/root/lib/modules/$rel/build/Makefile" ] ||
		in_root "$new/root" test -e "/lib/modules/$rel/build/Makefile" ||
		die host "linux-headers-$rel brought no build directory"
	kernel_inflate "$new"
}

# kernel_fetch NAME: fill kernel_dir, unless somebody else just did
kernel_fetch()
{
	local make=kernel_package new=$kernel_dir.new.$$ apt=$cache/apt/${kernel_dir##*/}
	[ ! -e "$kernel_dir/ok" ] || [ -n "$refresh" ] || return 0
	need_tool mmdebstrap apt-get apt-cache dpkg-deb depmod xz zstd
	rm -rf "$kernel_dir".new.*
	mkdir "$new"
	apt_root_signed "$apt" "${suites[@]}"
	[[ $image_re != linux-source-* ]] || make=debug_package
	$make "$1" "$new" "$apt"
	touch "$new/ok"
	rm -rf "$apt"
	swap_in "$new" "$kernel_dir"
}

# kernel_get NAME: sets kernel_dir, kernel_release, bzimage
kernel_get()
{
	kernel_row "$1"
	kernel_dir=$cache/kernels/$1
	# Another configuration is another kernel.
	[[ $image_re != linux-source-* ]] ||
		kernel_dir+=-$(digest <"$debug_fragment")
	if [ ! -e "$kernel_dir/ok" ] || [ -n "$refresh" ]; then
		locked "$kernel_dir.lock" kernel_fetch "$1"
	fi
	kernel_release=$(<"$kernel_dir/release")
	bzimage=$kernel_dir/vmlinuz
	[ -n "$packed" ] || [ ! -e "$kernel_dir/vmlinux" ] || bzimage=$kernel_dir/vmlinux
}

# kdir_modules: what modules a --kdir tree has, installed below kernel_dir. Like all
# that make does in the tree it is done with its own compiler, in --buildroot.
kdir_modules()
{
	local dep=$kernel_dir/lib/modules/$kernel_release/modules.dep
	local to=$kernel_dir in=()
	[ -s "$user_kdir/modules.order" ] || return 0
	[ ! "$dep" -nt "$user_kdir/modules.order" ] || return 0
	if [ -n "$user_root" ]; then
		in=(in_root "$user_root")
		to=$user_root/build/modules-$kernel
	else
		need_tool make depmod
	fi
	"${in[@]}" make -s -C "${user_kdir#"$user_root"}" INSTALL_MOD_STRIP=1 \
		INSTALL_MOD_PATH="${to#"$user_root"}" "${make_args[@]}" \
		modules_install >&2 || die build "modules_install in $user_kdir failed"
	[ -n "$user_root" ] || return 0
	mkdir -p "$kernel_dir/lib/modules"
	rm -rf "$kernel_dir/lib/modules/$kernel_release"
	mv "$to/lib/modules/$kernel_release" "$kernel_dir/lib/modules/"
	rm -rf "$to"
	# Without depmod in the root make does not say that it lacks it.
	[ ! -s "$dep" ] || return 0
	need_tool depmod
	depmod -b "$kernel_dir" "$kernel_release"
}
