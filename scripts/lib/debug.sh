#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Debug kernels: built from Debian's source package with scripts/debug.config, and
# from then on like the kernels that come built (see kernel.sh).
# shellcheck disable=SC2034,SC2154 # globals shared among the parts of vm

debug_fragment=$scripts/debug.config

# What building a kernel takes; dwarves brings pahole, for BTF.
debug_needs=(make binutils perl python3-minimal gcc libc6-dev flex bison bc kmod
	libelf-dev zlib1g-dev dwarves)

# debug_source ROOT APTDIR PACKAGE: unpack its tree at ROOT/usr/src/PACKAGE; prints
# the package's version
debug_source()
{
	local src=$1/usr/src
	local -x APT_CONFIG=$2/apt.conf
	mkdir -p "$src"
	(cd "$src" && apt-get download -qq "$3" </dev/null >&2) ||
		die host "cannot download $3"
	dpkg-deb --fsys-tarfile "$src/$3"_*.deb | tar -xO "./usr/src/$3.tar.xz" |
		tar -xJ -C "$src" --no-same-owner || die host "cannot unpack $3"
	dpkg-deb -f "$src/$3"_*.deb Version
	rm "$src/$3"_*.deb
}

# debug_lost CONFIG: lines of the fragment that do not hold in CONFIG
debug_lost()
{
	awk -F= '
		/^#/ || !NF { next }
		NR == FNR { want[$1] = $2; next }
		{ have[$1] = $2 }
		END {
			for (o in want)
				if (want[o] != (o in have ? have[o] : "n"))
					print o "=" want[o]
		}' "$debug_fragment" "$1" | sort
}

# debug_configure ROOT TREE: TREE is a path inside ROOT. What the kernel does not
# take of the fragment is in ROOT/../lost and is told.
debug_configure()
{
	local lost=$1/../lost
	{
		cat "$debug_fragment"
		echo 'CONFIG_LOCALVERSION="-lowmark-debug"'
		# What tinyconfig chooses by now; without SLUB_DEBUG, so no KASAN.
		echo 'CONFIG_SLUB_TINY=n'
	} >"$1$2/lowmark.config"
	# shellcheck disable=SC2016 # expanded by that sh
	in_root "$1" sh -ec 'cd "$0"
		make -s tinyconfig
		scripts/kconfig/merge_config.sh -m .config lowmark.config
		make -s olddefconfig' "$2" >"$1/make.log" 2>&1 || {
		tail -n 20 "$1/make.log" >&2
		die build "the debug kernel cannot be configured"
	}
	debug_lost "$1$2/.config" >"$lost"
	[ ! -s "$lost" ] ||
		say "not possible with this kernel: $(tr '\n' ' ' <"$lost")"
}

# debug_make ROOT TREE TARGET...
debug_make()
{
	in_root "$1" nice -n 10 make -s -j"$(nproc)" -C "$2" \
		KBUILD_BUILD_USER=lowmark KBUILD_BUILD_HOST=lowmark \
		"${@:3}" >"$1/make.log" 2>&1 || {
		tail -n 30 "$1/make.log" >&2
		die build "the debug kernel does not build"
	}
}

# debug_install DIR TREE: lay out what was built as kernel_package does
debug_install()
{
	local dir=$1 tree=$1/root$2 rel mods
	rel=$(<"$tree/include/config/kernel.release")
	mods=$dir/lib/modules/$rel
	mkdir -p "$mods" "$dir/root/lib/modules/$rel"
	ln -sfn "$2" "$dir/root/lib/modules/$rel/build"
	# No vmlinux beside it for QEMU: with KASAN that dies before it prints.
	# The one in the tree is for scripts/faddr2line.
	cp "$tree/arch/x86/boot/bzImage" "$dir/vmlinuz"
	cp "$tree"/modules.{order,builtin,builtin.modinfo} "$mods/"
	depmod -b "$dir" "$rel"
	echo "$rel" >"$dir/release"
}

# debug_tidy TREE: drop what building modules does not need
debug_tidy()
{
	find "$1" \( -path "$1/scripts" -o -path "$1/tools" \) -prune -o \
		-type f \( -name '*.o' -o -name '*.a' -o -name '.tmp_*' \) \
		-exec rm -f {} +
	rm -rf "$1"/{Documentation,drivers,sound,samples}
}

# debug_package NAME NEW APTDIR: NEW gets the kernel of the row read last
debug_package()
{
	local dir=$2 root=$2/root tree=/usr/src/$image_re
	say "building kernel $1 from $image_re (half an hour; once only)"
	buildroot_make "$root" "$3" "${suites[0]}" "${debug_needs[@]}"
	debug_source "$root" "$3" "$image_re" >"$dir/version"
	debug_configure "$root" "$tree"
	debug_make "$root" "$tree" bzImage modules
	debug_install "$dir" "$tree"
	debug_tidy "$root$tree"
}
