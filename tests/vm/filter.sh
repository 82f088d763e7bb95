# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# The players of filter.t: tasks that make the same allocations each time they
# are asked to. All end in the slow path, and none reclaims or wakes kswapd.

: "${debugfs:=}" # of guest.sh
scenes=/sys/kernel/debug/scenes

# perform NODE ORDER FLAGS...: one allocation for each set of flags
perform()
{
	perform_node=$1 perform_order=$2
	shift 2
	for flags; do
		echo "$perform_order $perform_node 1 $flags" >$scenes/alloc
		read -r perform_got <$scenes/got
		printf %s "$perform_got" >>/tmp/got
	done
}

# On node 0 no block of these orders is free; node 1 is below min, where only
# who may use the reserve gets a page.
performance()
{
	for order in 6 8 10; do
		perform 0 $order NOWARN "HARDWALL|NOWARN"
	done
	perform 1 0 "NOWARN|THISNODE" "HIGH|NOWARN|THISNODE"
	perform 1 2 "NOWARN|THISNODE"
}

# What four performances get: that of alpha, of its child and of that one's, and of beta
all_got=000000010000000010000000010000000010

# player NAME CPU: perform whenever told through the pipe /tmp/NAME. It is in a cgroup
# of another one.
player()
{
	taskset -pc "$2" $$ >/dev/null
	mkdir -p "/sys/fs/cgroup/$1/inner"
	echo $$ >"/sys/fs/cgroup/$1/inner/cgroup.procs"
	printf %s "$1" >/proc/$$/comm
	echo $$ >"/out/$1.pid"
	stat -c %i "/sys/fs/cgroup/$1" >"/out/$1.cgroup"
	stat -c %i "/sys/fs/cgroup/$1/inner" >"/out/$1.inner"
	while read -r _ <"/tmp/$1"; do
		performance
		if [ "$1" = alpha ]; then
			(
				printf child >/proc/self/comm
				performance
				(printf grandchild >/proc/self/comm; performance)
			)
		fi
		echo >"/tmp/$1.done"
	done
}

# players: start them all
players()
{
	grep -q " /sys/fs/cgroup " /proc/mounts ||
		mount -t cgroup2 none /sys/fs/cgroup
	mkfifo /tmp/alpha /tmp/beta /tmp/alpha.done /tmp/beta.done
	for who in "alpha 0" "beta 1"; do
		sh -c '. /add/guest.sh; . /add/filter.sh; player "$@"' \
			player "${who% *}" "${who#* }" &
	done
}

# play: one performance of each, one after the other
play()
{
	for who in alpha beta; do
		echo >/tmp/$who
		read -r _ </tmp/$who.done || :
	done
}

# got_none NODE ORDER: does the allocator have no such block there?
got_none()
{
	echo "$2 $1 1 NOWARN|THISNODE" >$scenes/alloc
	[ "$(cat $scenes/got)" = 0 ]
}

# prepare_memory: as performance() needs it, and until it stays so. Pages on
# the lists of the CPUs come back later.
prepare_memory()
{
	echo 40000 >/proc/sys/vm/min_free_kbytes
	settled=0
	while [ $settled -lt 4 ]; do
		echo "5 0" >$scenes/shatter
		echo "0 1 200000 NOWARN|THISNODE" >$scenes/alloc
		: >/tmp/got
		play
		settled=$((settled + 1))
		[ "$(cat /tmp/got)" = $all_got ] || settled=0
		got_none 0 6 || settled=0
		got_none 1 0 || settled=0
	done
}

# kswapd_runs: how often kswapd has begun to balance a node
kswapd_runs()
{
	awk '$1 == "pageoutrun" { print $2 }' /proc/vmstat
}

# kswapd_rest: wait until it sleeps on all nodes, for 10 s at most. Since 6.18 an
# allocation passes over nodes where it does not. Between the nap of 100 ms after
# a run and the deep sleep it is awake for a moment.
kswapd_rest()
{
	tries=0 runs=${runs:-none}
	# grep complains of tasks that end meanwhile.
	kswapds=${kswapds:-$(grep -ls "^Name:.kswapd[0-9]" /proc/[0-9]*/status || :)}
	for status in $kswapds; do
		until grep -q "^State:.*S (sleeping)" "$status"; do
			[ $tries -lt 100 ] || return 0
			tries=$((tries + 1))
			sleep 0.1
		done
	done
	[ "$(kswapd_runs)" = "$runs" ] || sleep 0.3
}

# make_ready: memory is as it should be, and nobody works on it
make_ready()
{
	echo "5 0" >$scenes/shatter
	echo "0 1 200000 NOWARN|THISNODE" >$scenes/alloc
	kswapd_rest
	runs=$(kswapd_runs)
	: >/tmp/got
}

# went_well: in the performance since then everybody got as many pages as always, and
# kswapd did not run
went_well()
{
	[ "$(cat /tmp/got)" = $all_got ] &&
		[ "$(kswapd_runs)" = "$runs" ]
}

# take FILTERS: a performance with these filters, again if it did not go well
take()
{
	for _ in $(seq 16); do
		make_ready
		echo "filter=$1" >"$debugfs/control"
		play
		! went_well || break
		echo "spoilt $1" >>/out/takes
	done
	went_well || echo "filter $1: it never went well" >&2
	echo "$1" >>/out/takes
}

# record_play FILE OPTION...: a performance that went well, in a recording of its own
record_play()
{
	file=$1
	shift
	for _ in $(seq 16); do
		make_ready
		lowmark record -q -o "$file" "$@" -- \
			sh -c '. /add/guest.sh; . /add/filter.sh
				grep -E "^(events|checks):" $debugfs/status; play'
		! went_well || break
	done
	went_well || echo "$file: it never went well" >&2
}

# hopeless: has kswapd given node 0 up?
hopeless()
{
	awk '$1 == "Node" { node = $2 } /unreclaimable:/ && node == "0," { n = $2 }
		END { exit n != 1 }' /proc/zoneinfo
}

# move STEP: this task to the other CPU
move()
{
	taskset -pc $(($1 % 2)) $$ >/dev/null
}

# stop STEP: this task gets no CPU any more, and recording ends. To take a probe away
# the kernel may wait for who runs through it.
stop()
{
	case $1 in
	1)	taskset -pc 1 $$ >/dev/null
		sleep 0.5
		taskset -c 1 /add/chrt -f 10 sh -c "while :; do :; done" &
		spinner=$! ;;
	8)	echo off >$debugfs/control &
		sleep 1
		kill $spinner ;;
	esac
}

# hold [COMMAND]: five allocations that fail at once and one that waits until there are
# pages again, two seconds later. COMMAND is run with 0 before that and with 1 to 8
# meanwhile. Prints when it began and ended.
hold()
{
	rm -f /tmp/held
	for flags in ATOMIC "KERNEL|NORETRY"; do
		echo "0 0 200000 $flags|NOWARN|THISNODE" >$scenes/alloc
	done
	for _ in $(seq 40); do
		! hopeless || break
		echo "0 0 1 KERNEL|NORETRY|NOWARN|THISNODE" >$scenes/alloc
		sleep 0.1
	done
	${1-move} 0
	(
		# shellcheck disable=SC2016 # of the shell that is started
		taskset -pc 0 "$(exec sh -c 'echo $PPID')" >/dev/null
		for step in 1 2 3 4 5 6 7 8; do
			sleep 0.25
			${1-move} $step
		done
		until echo 1 >$scenes/free; [ -e /tmp/held ]; do
			sleep 0.2
		done
	) &
	printf long >/proc/$$/comm
	perform 0 0 "NOWARN|THISNODE" "NOWARN|THISNODE" "NOWARN|THISNODE" \
		"NOWARN|THISNODE" "NOWARN|THISNODE"
	# Others end, and what they had may be there.
	echo "0 0 200000 ATOMIC|NOWARN|THISNODE" >$scenes/alloc
	read -r began _ </proc/uptime
	echo "0 0 1 KERNEL|NORETRY|NOFAIL|THISNODE" >$scenes/alloc
	read -r ended _ </proc/uptime
	printf '%s\n' "$began" "$ended"
	touch /tmp/held
	wait
	taskset -pc 0,1 $$ >/dev/null
}

# unkept: records of kept runs that are in no ring, of CPU 0 and of CPU 1
unkept()
{
	awk '$3 == "unkept" { printf "%d ", $4 }' $debugfs/stats
}

# waits EVENTS FILTER [COMMAND]: a run that waits for two seconds, in a recording that
# nobody reads. One page may be found sooner. Prints what of others was not kept before,
# and when it began and ended.
waits()
{
	for _ in $(seq 12); do
		for setting in off "events=$1" "filter=$2" clear on; do
			echo "$setting" >$debugfs/control
		done
		before=$(unkept)
		sh -c ". /add/guest.sh; . /add/filter.sh; hold $3" >/tmp/times
		echo off >$debugfs/control
		awk 'NR == 1 { t = $1 } END { exit !(t && $1 - t > 2) }' /tmp/times &&
			break
	done
	echo "$before" $(cat /tmp/times)
}

# starve: real-time tasks may take all of CPU 1 from now on. (6.12 refuses to have it as
# it was.)
starve()
{
	echo -1 >/proc/sys/kernel/sched_rt_runtime_us
	# Since 6.12 others have a server.
	server=/sys/kernel/debug/sched/fair_server/cpu1/runtime
	[ ! -e $server ] || echo 0 >$server
}

# cut_short: recording ends when the run that waits has lasted for min, and before that
cut_short()
{
	starve
	for min in 1500ms 60s; do
		echo "$min $(waits slow min:$min stop) $(unkept)"
	done
}

# slow_hits: entries of the slow path so far
slow_hits()
{
	awk '$1 == "hook" && $2 == "slow" { print $5 }' "$debugfs/stats"
}

# takes PID CGROUP INNER: without a filter, with each, with each two, and without again
takes()
{
	take none
	take "cgroup:$3"
	set -- comm:alpha "pid:$1" "pid:$1,children" "cgroup:$2" node:1 \
		zone:DMA32 order:6-8 "gfp:__GFP_HARDWALL|__GFP_NOWARN" failed min:1ns sample:4
	for a; do
		take "$a"
		shift
		for b; do
			# One pid is enough.
			[ "${a%%:*}" = "${b%%:*}" ] || take "$a,$b"
		done
	done
	take min:1000s
	take none
}

# refused FILTERS: what the module says of them
refused()
{
	if ! echo "filter=$1" 2>/dev/null >"$debugfs/control"; then
		echo "$1 = $(tail -n 1 "$debugfs/control")" >>/out/refused
	else
		echo "$1 = taken" >>/out/refused
	fi
}

# reshuffle N: so many changes of filters, events and checks or more, until others
# have done their work. What a filter lets through, most often the next keeps out.
reshuffle()
{
	changes=0
	while [ $changes -lt "$1" ] || [ ! -e /tmp/calm ]; do
		for command in filter=comm:dd filter=min:1ms events=slow,attempt \
			filter=order:0 filter=failed,sample:3 events=all \
			filter=node:1 checks=failed filter=node:1,order:0-10 \
			filter=min:1ns,node:0 events=wake,kswapd filter=failed \
			checks=all filter=pid:1 filter=sample:2,order:1-10 \
			events=slow,attempt,check filter=pid:1,children \
			filter=zone:DMA32 checks=matter events=all; do
			echo "$command" >"$debugfs/control" &&
				echo "$command" >>/out/commands
			changes=$((changes + 1))
		done
	done
	echo filter=none >"$debugfs/control" && echo filter=none >>/out/commands
}
