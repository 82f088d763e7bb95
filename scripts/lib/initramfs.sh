#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The guest's root: a cached archive per kernel plus a small one for each run.
# shellcheck disable=SC2034,SC2154 # globals shared among the parts of vm

# with_libs ROOT DEST FILE: copy FILE to ROOT/DEST with the libraries it loads
with_libs()
{
	local lib
	mkdir -p "$1/$(dirname "$2")"
	cp -L "$3" "$1/$2"
	while read -r lib; do
		[ -e "$1$lib" ] || { mkdir -p "$1${lib%/*}" && cp -L "$lib" "$1$lib"; }
	done < <(ldd "$3" 2>/dev/null | grep -oE '/[^ ]+ \(0x' | sed 's/ (0x//')
}

# pack ROOT FILE: the tree as a cpio archive
pack()
{
	(cd "$1" && find . -mindepth 1 -print0 | LC_ALL=C sort -z |
		cpio --quiet -0 -o -H newc -R 0:0) >"$2" ||
		die host "cannot write $2"
}

# guest_tools ROOT: busybox with its names, bash, bpftool when the host has it
guest_tools()
{
	local name tool
	mkdir -p "$1"/{bin,sbin,usr/bin,usr/sbin,etc,root,proc,sys,dev,tmp,run,out}
	cp "$(command -v busybox)" "$1/bin/busybox"
	busybox --list | while read -r name; do
		ln -s /bin/busybox "$1/bin/$name" 2>/dev/null || true
	done
	for tool in bash bpftool; do
		name=$(command -v $tool) || continue
		rm -f "$1/bin/$tool"
		with_libs "$1" "bin/$tool" "$name"
	done
	echo 'root:x:0:0:root:/root:/bin/sh' >"$1/etc/passwd"
	echo 'root:x:0:' >"$1/etc/group"
}

# deps_of DEPFILE NAME...: the lines of a modules.dep for these and what they need
deps_of()
{
	awk -v want="${*:2}" '
		function key(p) { gsub(/.*\/|\.ko.*/, "", p); gsub(/-/, "_", p); return p }
		function take(p,  n, d, i) {
			if (p in took) return
			took[p]; print line[p]
			n = split(line[p], d, /[: ]+/)
			for (i = 2; i <= n; i++) if (d[i] != "") take(d[i])
		}
		{ sub(/:$/, ": "); p = $1; sub(/:$/, "", p); line[p] = $0; path[key(p)] = p }
		END {
			n = split(want, w, " ")
			for (i = 1; i <= n; i++) if (key(w[i]) in path) take(path[key(w[i])])
		}' "$1"
}

# kernel_modules ROOT FROM NAME...: copy modules (uncompressed) with dependencies;
# a name that is neither there nor built in is an error
kernel_modules()
{
	local root=$1 from=$2 to=$1/lib/modules/$kernel_release path m
	shift 2
	mkdir -p "$to"
	for m; do
		m=${m//[-_]/[-_]}
		grep -qsE "(^|/)$m\.ko" "$from/modules.dep" "$from/modules.builtin" ||
			die usage "kernel $kernel has no module '$m'"
	done
	deps_of "$from/modules.dep" "$@" >"$to/modules.full"
	while read -r path; do
		mkdir -p "$to/${path%/*}"
		case $path in
		*.xz)	xz -dc "$from/$path" >"$to/${path%.xz}" ;;
		*.zst)	zstd -qdc "$from/$path" >"$to/${path%.zst}" ;;
		*.gz)	gzip -dc "$from/$path" >"$to/${path%.gz}" ;;
		*)	cp "$from/$path" "$to/$path" ;;
		esac
	done < <(cut -d: -f1 "$to/modules.full")
	sed -E 's/\.ko\.(xz|zst|gz)/.ko/g' "$to/modules.full" >"$to/modules.dep"
	rm "$to/modules.full"
	cp "$from/modules.builtin" "$to/"
}

# base_make FILE MODULES-DIR: build the cached archive
base_make()
{
	local tmp
	[ ! -e "$1" ] || return 0
	rm -rf "$1".??????
	tmp=$(mktemp -d "$1.XXXXXX")
	mkdir "$tmp/root"
	guest_tools "$tmp/root"
	[ ! -e "$2/modules.dep" ] ||
		kernel_modules "$tmp/root" "$2" virtio_pci virtio_console "${kmods[@]}"
	[ ! -e "$tmp/root/lib/modules/$kernel_release/modules.dep" ] ||
		cp "$tmp/root/lib/modules/$kernel_release/modules.dep" "$1.dep"
	pack "$tmp/root" "$tmp/cpio"
	mv "$tmp/cpio" "$1"
	rm -rf "$tmp"
}

# base_get: sets base_cpio, made on first use for this kernel, tools and kmods
base_get()
{
	local from=$kernel_dir/lib/modules/$kernel_release key
	key=$(
		{
			echo "$kernel_dir $kernel_release ${kmods[*]}"
			stat -Lc '%n %s %Y' "$from/modules.dep" \
				"$(command -v busybox)" "$(command -v bash)" \
				"$(command -v bpftool)" "$scripts/lib/initramfs.sh" 2>&1 || true
		} | digest
	)
	base_cpio=$cache/initramfs/$key.cpio
	[ -e "$base_cpio" ] || locked "$base_cpio.lock" base_make "$base_cpio" "$from"
}

# add_path ROOT SPEC: SPEC is PATH[:GUESTPATH]; the default is /add/<name>
add_path()
{
	local src=${2%%:*} dest=/add/ file
	[[ $2 != *:* ]] || dest=${2#*:}
	[ -e "$src" ] || die usage "--add: no '$src'"
	[[ $dest != */ ]] || dest+=$(basename "$(realpath -s "$src")")
	mkdir -p "$1$(dirname "$dest")"
	cp -aLT "$src" "$1$dest"
	# Programs need their libraries.
	while read -r -d '' file; do
		with_libs "$1" "${file#"$1"}.new" "$file" && rm "$file.new"
	done < <(find "$1$dest" -type f -perm -100 -print0)
}

# lowmark_files ROOT: the modules and the CLI, where users and tests look for them
lowmark_files()
{
	local ko dir=$1/lib/modules/$kernel_release
	mkdir -p "$1/lib/lowmark" "$dir/extra"
	[ ! -e "$base_cpio.dep" ] || cp "$base_cpio.dep" "$dir/modules.dep"
	for ko in "${module_files[@]}"; do
		cp "$ko" "$1/lib/lowmark/"
		ln "$1/lib/lowmark/${ko##*/}" "$dir/extra/"
		echo "extra/${ko##*/}:" >>"$dir/modules.dep"
	done
	[ -x "$repo/build/lowmark" ] || die build "the CLI is not built"
	with_libs "$1" usr/bin/lowmark "$repo/build/lowmark"
}

# initramfs_make FILE CMD...: the archive the guest boots
initramfs_make()
{
	local file=$1 root=$run/root p
	shift
	mkdir -p "$root/lib/lowmark"
	cp "$scripts/vm-init" "$root/init"
	chmod 755 "$root/init"
	lowmark_files "$root"
	for p in "${adds[@]}"; do add_path "$root" "$p"; done
	case $# in
	0)	;;
	1)	printf '%s\n' "$1" >"$root/lib/lowmark/cmd" ;;
	*)	echo "exec $(sh_quote "$@")" >"$root/lib/lowmark/cmd" ;;
	esac
	[ -z "$out" ] || touch "$root/lib/lowmark/want-out"
	pack "$root" "$run/run.cpio"
	cat "$base_cpio" "$run/run.cpio" >"$file"
	rm -rf "$root" "$run/run.cpio"
}
