#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# 50 loads and unloads under memory pressure, in a fifth of which the kernel makes
# jumps of the probes, for which it waits; bad parameters and commands.
# shellcheck source=tests/vm/lib.sh
. "$(dirname "$0")/lib.sh"

for kernel in $KERNELS; do
	guest "$kernel" --mem 512M <<-'END' || continue
	swap_on 300
	# probed: what is patched for kprobes and ftrace
	probed()
	{
		sort /sys/kernel/debug/kprobes/list
		sort $tracefs/enabled_functions
	}
	probed >/tmp/probed
	# push: memory stays full, and the zones get below low
	push()
	{
		sh -c 'echo 1000 >/proc/self/oom_score_adj
			exec dd if=/dev/zero of=/dev/null bs=30M count=1' 2>/dev/null
	}
	fill_on_all $(($(available_mb) - 20))
	echo 100 >/proc/sys/vm/watermark_scale_factor
	(
		while [ ! -e /tmp/stop ]; do
			push
			echo >>/out/pushes
			sleep 2
		done
	) &
	presser=$!
	(
		i=0 recorded=0
		while [ $i -lt 50 ]; do
			echo $((i % 5 == 0)) >/proc/sys/debug/kprobes-optimization
			insmod $module size=256 checks=all || break
			[ $((i % 5)) != 0 ] || lowmark record -q -d 200ms -o /tmp/r
			push
			n=$(awk '$1 == "records:" { print $2 }' $debugfs/status)
			[ "${n:-0}" -lt 50 ] || recorded=$((recorded + 1))
			rmmod lowmark || break
			i=$((i + 1))
			[ $((i % 10)) != 0 ] || echo "load $i: $(cat /proc/uptime)" >&2
			[ ! -e $debugfs ] || echo "directory left after load $i"
		done
		echo "loads $i"
		echo "recorded $recorded"
	) >/out/loads
	echo 1 >/proc/sys/debug/kprobes-optimization
	touch /tmp/stop
	wait $presser
	fill_off
	{
		ls /sys/kernel/debug
		cat /proc/modules
		probed | diff /tmp/probed -
	} >/out/left

	# bad PARAMETER=VALUE
	bad()
	{
		dmesg -c >/dev/null
		if insmod $module "$1" 2>/tmp/err; then
			rmmod lowmark
			echo "not ok the load failed: $2"
		elif dmesg | grep -q "lowmark: .*${1%%=*}[:,] .*$3"; then
			echo "ok refused by name: $2"
		else
			echo "not ok refused by name: $2"
			dmesg | head -c 400 | sed 's/^/# /'
		fi
	}
	# command NAME FILE [WHY]: a write of the file to control is refused
	command()
	{
		if dd if="$2" of=$debugfs/control bs=2M count=1 2>/tmp/err; then
			echo "not ok control refuses $1"
		elif tail -n 1 $debugfs/control | grep -qv '^ok$' &&
			tail -n 1 $debugfs/control | grep -q "${3-.}"; then
			echo "ok control refuses $1"
		else
			echo "not ok control says why it refuses $1"
			tail -n 1 $debugfs/control | sed 's/^/# /'
		fi
	}
	{
		bad size=garbage "size of garbage" garbage
		bad size=255 "size too small" 256
		bad size=1048577 "size too large" 1048576
		bad size=99999999999999999999 "size of 20 digits"
		bad size=-1 "negative size"
		bad size= "empty size"
		bad mode=sideways "unknown mode" sideways
		bad mode= "empty mode"
		bad events=check,nonsense "unknown event" "character 7: .nonsense. is not"
		bad events= "empty events"
		bad checks=some "unknown checks" some
		bad checks= "empty checks"
		bad stack=2 "stack of 2" "is not 0 or 1"
		bad stack=yes "stack of yes" yes
		bad stack= "empty stack"
		# More than there is, and more than can be had without killing.
		sh -c 'echo 1000 >/proc/self/oom_score_adj; exec sleep 1000' &
		victim=$!
		sleep 0.2
		all=$(awk '/^MemTotal/ { print $2 }' /proc/meminfo)
		for kib in 1048576 $((all / cpus)) \
			$(($(available_mb) * 1024 * 9 / 10 / cpus)); do
			bad size=$kib "size of $kib KiB per CPU" \
				"no memory for $((kib / 64 * 64)) KiB for each of $cpus CPUs"
			kill -0 $victim && ! dmesg | grep -i 'out of memory' &&
				echo "ok it killed nothing" ||
				echo "not ok it killed nothing"
		done
		insmod $module
		printf 'size=%s' $((all / cpus)) >/tmp/c
		command "a size of all memory" /tmp/c
		grep -qx 'size: not enough memory' $debugfs/control &&
			kill -0 $victim && ! dmesg | grep -i 'out of memory' &&
			grep -q '^ring: *1024 KiB' $debugfs/status &&
			echo "ok the old rings stay, nothing is killed" ||
			echo "not ok the old rings stay, nothing is killed"
		rmmod lowmark
		kill $victim
		bad on=maybe "on of maybe" maybe
		bad on=2 "on of 2"
		bad on= "empty on"
		bad hooks=magic "unknown hooks" magic
		bad hooks= "empty hooks"
		bad verdict=guessed "unknown verdict" guessed
		bad verdict= "empty verdict"
		bad filter=pid:x "filter of no number" "character 5: .x. is not a PID"
		bad filter=order:3-99 "filter out of range" ".99. is not an order"
		bad trigger=stall "trigger without a time" "character 6: .* a time belong here"
		bad trigger=nonsense "unknown trigger" "not stall>TIME"
		# The longest argument that execve(2) takes is 128 KiB.
		for name in size mode events checks stack on hooks verdict filter trigger; do
			bad "$name=$(head -c 130000 /dev/zero | tr '\0' a)" \
				"$name of 130,000 bytes"
		done
		insmod $module
		printf 'garbage' >/tmp/c; command garbage /tmp/c
		printf '\377\376\001' >/tmp/c; command "binary garbage" /tmp/c
		printf '\n' >/tmp/c; command "an empty line" /tmp/c
		printf 'size=1' >/tmp/c; command "size=1" /tmp/c
		printf 'mode=' >/tmp/c; command "mode=" /tmp/c
		printf 'events=check,' >/tmp/c; command "events=check," /tmp/c
		printf 'checks=x' >/tmp/c; command "checks=x" /tmp/c
		printf 'size=' >/tmp/c; command "size=" /tmp/c
		printf 'size=1048577' >/tmp/c; command "size=1048577" /tmp/c
		printf 'mode=sideways' >/tmp/c; command "mode=sideways" /tmp/c
		printf 'events=' >/tmp/c; command "events=" /tmp/c
		printf 'checks=' >/tmp/c; command "checks=" /tmp/c
		printf 'stack=' >/tmp/c; command "stack=" /tmp/c '^stack: .* is not 0 or 1'
		printf 'stack=on' >/tmp/c; command "stack=on" /tmp/c '^stack: "on" is not'
		printf 'on=1' >/tmp/c; command "on=1" /tmp/c
		printf 'on off' >/tmp/c; command "on off" /tmp/c
		for line in filter=pid:x filter=order:3-99 trigger=stall \
			trigger=nonsense post= post=x post=99999999999 rearm= \
			rearm=x rearm=99999999999; do
			printf %s $line >/tmp/c
			command $line /tmp/c
		done
		printf 'hooks=kprobe' >/tmp/c
		command "hooks= while it records" /tmp/c 'hooks: recording is on'
		echo off >$debugfs/control
		for line in hooks= hooks=magic verdict= verdict=guessed; do
			printf %s $line >/tmp/c
			command $line /tmp/c "^${line%%=*}: .* is not "
		done
		for line in hooks=kprobe hooks=ftrace verdict=derived verdict=real; do
			echo $line >$debugfs/control &&
				echo "ok control takes $line" ||
				echo "not ok control takes $line"
		done
		# As long as a command can be; the value is quoted, or it is told
		# from where on it is wrong. And longer.
		for line in '' size= mode= events= checks= stack= hooks= verdict= filter= \
			trigger= post= rearm=; do
			{ printf %s $line; head -c 500 /dev/zero | tr '\0' a; } |
				tee /tmp/d | head -c 500 >/tmp/c
			command "500 bytes of ${line:-garbage}" /tmp/c \
				"${line%=}.*\(aaa\|character 1:\)"
			head -c 501 /tmp/d >/tmp/c
			[ -n "$line" ] || echo >>/tmp/c
			command "501 bytes of ${line:-garbage}" /tmp/c 'too long'
		done
		head -c 1048576 /dev/zero | tr '\0' a >/tmp/c
		command "1 MB" /tmp/c 'a command of 1048576 bytes is too long'
		for line in off on clear mode=discard mode=overwrite size=512 \
			events=all checks=matter stack=1 stack=0; do
			echo $line >$debugfs/control &&
				[ "$(tail -n 1 $debugfs/control)" = ok ] &&
				echo "ok control still takes $line" ||
				echo "not ok control still takes $line"
		done
		grep -q '^recording: *on' $debugfs/status &&
			echo "ok the module lives on" ||
			echo "not ok the module lives on"
		# work: some checks, and what recording has cost since it was on
		work()
		{
			dd if=/dev/zero of=/dev/null bs=30M count=1 2>/dev/null
			cost
		}
		cost()
		{
			awk '$1 " " $2 == "cost ns" { print $3 }' $debugfs/stats
		}
		echo checks=all >$debugfs/control
		for go in off on; do echo $go >$debugfs/control; done
		none=$(cost)
		one=$(work)
		echo off >$debugfs/control
		whole=$(cost)
		echo on >$debugfs/control
		two=$(work)
		echo "# cost $none, $one ns, when off $whole ns, the same once more $two ns"
		[ $none -lt $((one / 4)) ] && [ $((whole - one)) -lt $((one / 2)) ] &&
			[ $((one - whole)) -lt $((one / 2)) ] &&
			[ $two -gt $((one / 3)) ] && [ $two -lt $((one * 3)) ] &&
			echo "ok the cost is of this recording, in its ways" ||
			echo "not ok the cost is of this recording, in its ways"
		probed | grep wakeup_kswapd >/tmp/armed
		[ -s /tmp/armed ] && echo "ok probes are armed while it records" ||
			echo "not ok probes are armed while it records"
		echo off >$debugfs/control
		probed | diff /tmp/probed - | sed 's/^/# /' | tee /tmp/armed
		[ ! -s /tmp/armed ] && echo "ok none is when it does not" ||
			echo "not ok none is when it does not"
		# unhooked NAME LEAST: hooks were called so often, and are not however
		# much memory is asked for
		calls()
		{
			awk '$1 == "calls" { print $2 }' $debugfs/stats
		}
		scanned()
		{
			awk '/^pgscan_(kswapd|direct) / { n += $2 } END { print n }' \
				/proc/vmstat
		}
		unhooked()
		{
			before=$(calls) scans=$(scanned)
			fill_on_all $(($(available_mb) + 40))
			burst
			scans=$(($(scanned) - scans))
			fill_off
			[ $scans -gt 1000 ] && [ "$before" -ge $2 ] &&
				[ "$(calls)" = "$before" ] && echo "ok $1" ||
				echo "not ok $1: $before, $(calls), $scans scanned"
		}
		unhooked "off: no hook is called" 1000
		rmmod lowmark && echo "ok and can be unloaded" ||
			echo "not ok and can be unloaded"
		insmod $module on=0 && unhooked "on=0: no hook is called" 0 ||
			echo "not ok on=0: it can be loaded"
		rmmod lowmark
	} >/out/bad 2>&1
	true
	END
	grep -qx 'loads 50' "$out/loads" && ! grep -q left "$out/loads"
	result $? "$kernel: 50 loads and unloads under pressure"
	awk '$1 == "recorded" { n = $2 } END { exit n < 50 }' "$out/loads"
	result $? "$kernel: each of them recorded something"
	[ "$(wc -l <"$out/pushes")" -gt 20 ]
	result $? "$kernel: and another task pressed at the same time"
	sed 's/^/# /' "$out/loads"
	grep -E '^[<>+-]|lowmark' "$out/left" >"$out/leaks"
	[ $? = 1 ]
	result $? "$kernel: nothing of the module is left"
	sed 's/^/# /' "$out/leaks"
	analyse "$kernel" -c "print(open('$out/bad').read(), end='')"
done

finish
