#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The QEMU command line of a guest.
# shellcheck disable=SC2034,SC2154 # globals shared among the parts of vm

# megabytes SIZE: 512M, 2G or a plain number of megabytes
megabytes()
{
	case $1 in
	*[0-9]G | *[0-9]g) echo $((${1%?} * 1024)) ;;
	*[0-9]M | *[0-9]m) echo "${1%?}" ;;
	*[!0-9]* | '') die usage "bad memory size '$1'" ;;
	*)	echo "$1" ;;
	esac
}

# distance_args NODES: of each from all others
distance_args()
{
	local i j
	for ((i = 0; i < $1; i++)); do
		for ((j = i + 1; j < $1; j++)); do
			args+=(-numa "dist,src=$i,dst=$j,val=$numa_dist")
		done
	done
}

# numa_args: --numa N splits memory and CPUs evenly; --numa-mem names the parts.
# Sets mem_mb and args.
numa_args()
{
	local i n parts=() first last
	mem_mb=$(megabytes "$mem")
	if [ -n "$numa_mem" ]; then
		IFS=, read -r -a parts <<<"$numa_mem"
	else
		for ((i = 0; i < numa; i++)); do
			parts+=($((mem_mb * (i + 1) / numa - mem_mb * i / numa)))
		done
	fi
	n=${#parts[@]}
	[ "$n" -gt 0 ] || return 0
	mem_mb=0
	for ((i = 0; i < n; i++)); do
		parts[i]=$(megabytes "${parts[i]}")
		mem_mb=$((mem_mb + parts[i]))
		first=$((cpus * i / n)) last=$((cpus * (i + 1) / n - 1))
		node=node,nodeid=$i
		[ $last -lt $first ] || node+=,cpus=$first-$last
		if [ "${parts[i]}" -gt 0 ]; then
			args+=(-object "memory-backend-ram,id=m$i,size=${parts[i]}M")
			node+=,memdev=m$i
		fi
		args+=(-numa "$node")
	done
	[ -z "$numa_dist" ] || distance_args "$n"
}

# accel_args: thread=single where QEMU's parallel TCG trips over code patching
accel_args()
{
	case $kernel_release in 3.18.* | 4.4.*) thread=${thread:-single} ;; esac
	if [ -n "$icount" ]; then
		[ "$accel" = tcg ] || die usage "--icount needs --accel tcg"
		args+=(-accel "tcg,thread=single" -icount shift=0)
	elif [ "$accel" = kvm ]; then
		args+=(-accel kvm)
	else
		args+=(-accel "tcg,thread=${thread:-multi}")
	fi
}

# disk_args: a disk for reading
disk_args()
{
	local drive=file=$disk,if=none,id=disk,format=raw,readonly=on
	args+=(-drive "$drive" -device "virtio-blk-pci,drive=disk")
}

# port_args NAME: a virtio port of that name, into the pipe or file $run/NAME
port_args()
{
	args+=(-chardev "file,id=$1,path=$run/$1"
		-device "virtserialport,chardev=$1,name=$1")
}

# qemu_args INITRD: sets args for everything but the console
qemu_args()
{
	# Without erms and fsrm the kernel copies and clears pages in words: QEMU
	# goes through "rep movsb" byte by byte.
	local cpu=max,erms=off,fsrm=off cmdline p
	# With five levels of page tables KASAN takes each address for a wild
	# one while the kernel looks up the features of its first CPU.
	[[ $kernel != *-debug ]] || cpu+=,la57=off
	args=(-no-reboot -nodefaults -display none -no-user-config)
	numa_args
	accel_args
	[ -z "$low" ] || args+=(-machine "pc,max-ram-below-4g=$(megabytes "$low")M")
	cmdline="console=ttyS0 panic=-1 oops=panic ignore_loglevel printk.devkmsg=on"
	# Else the guest distrusts QEMU's TSC and reads a device for every time.
	cmdline+=" tsc=reliable"
	# What the kernel tests of its ciphers is a tenth of its boot.
	cmdline+=" cryptomgr.notests=1"
	cmdline+=" log_buf_len=1M printk.time=1 $append"
	args+=(-cpu "$cpu" -smp "$cpus" -m "${mem_mb}M" -kernel "$bzimage" -initrd "$1"
		-append "$cmdline" -device virtio-serial-pci)
	[ -z "$disk" ] || disk_args
	for p in control stdout stderr out; do port_args $p; done
}
