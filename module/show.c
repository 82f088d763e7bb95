// SPDX-License-Identifier: GPL-2.0-only
/*
 * What status, zones and stats print.
 */
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/seq_file.h>

#include "files.h"
#include "filter.h"
#include "hooks.h"
#include "lowmark.h"
#include "lowmark_version.h"
#include "ring.h"
#include "zone.h"

/**
 * lowmark_show_readme() - print the file "README"
 * @m: where
 */
void lowmark_show_readme(struct seq_file *m)
{
	seq_puts(m,
		 "lowmark: why kswapd woke, why an allocation stalled, which zone\n"
		 "missed which watermark by how many pages.\n\n"
		 "status     what is recorded, and how much of it was lost\n"
		 "zones      free pages of each zone against its watermarks\n"
		 "trigger    what fires the flight recorder, and what has; for poll\n"
		 "trace      what the rings hold, as text; reading takes nothing away\n"
		 "stats      counts per CPU, record type and hook\n"
		 "caps       which hooks this kernel has, and why not\n"
		 "decisions  which decisions of the kernel are seen, and how\n"
		 "format     the records, for programs\n"
		 "control    write: on, off, clear, mode=overwrite|discard, size=KIB,\n"
		 "           events=LIST|all, checks=matter|failed|all, stack=0|1,\n"
		 "           trigger=LIST|none, post=TIME, rearm, trigger,\n"
		 "           filter=LIST|none, for example pid:1234,order:3-10,min:20ms;\n"
		 "           while off hooks=ftrace|kprobe, verdict=real|derived\n"
		 "cpuN/ring  the records of CPU N, binary; one reader takes them\n"
		 "cpuN/snapshot  the same; reading takes nothing away\n"
		 "cpuN/stats counts of CPU N\n\n"
		 "A margin is free pages minus watermark minus lowmem reserve;\n"
		 "a check passes with one above zero.\n");
}

static void show_events(struct seq_file *m)
{
	int i;

	seq_puts(m, "events:     ");
	for (i = 0; i < LOWMARK_NR_EVENTS; i++)
		if (lowmark.events & 1u << i)
			seq_printf(m, " %s", lowmark_event_names[i]);
	seq_putc(m, '\n');
}

/**
 * lowmark_show_status() - print the file "status"
 * @m: where
 */
void lowmark_show_status(struct seq_file *m)
{
	u64 written = 0, lost = 0, overwritten = 0;
	unsigned int cpu, kib = lowmark_rings_kib(), readers = 0;

	for_each_possible_cpu(cpu) {
		struct lowmark_ring *ring = per_cpu(lowmark_ring, cpu);

		written += lowmark_ring_sum(ring->written);
		lost += lowmark_ring_sum(ring->dropped) +
			lowmark_ring_sum(ring->nested);
		overwritten += lowmark_ring_sum(ring->overwritten);
		readers += test_bit(LOWMARK_RING_READER, &ring->opened);
	}
	seq_printf(m, "lowmark %s, abi %u.%u\n", LOWMARK_VERSION,
		   LOWMARK_ABI_MAJOR, LOWMARK_ABI_MINOR);
	seq_printf(m, "recording:   %s\n", lowmark.on ? "on" : "off");
	seq_printf(m, "mode:        %s\n",
		   lowmark.overwrite ? "overwrite" : "discard");
	seq_printf(m, "ring:        %u KiB per CPU in %u chunks of %u KiB\n",
		   kib, kib * 1024 / LOWMARK_CHUNK_BYTES,
		   LOWMARK_CHUNK_BYTES / 1024);
	show_events(m);
	seq_printf(m, "checks:      %s\n",
		   lowmark_checks_names[lowmark.checks]);
	seq_printf(m, "stack:       %d\n", lowmark.stack);
	seq_printf(m, "ways:        hooks=%s verdict=%s\n",
		   lowmark.ftrace ? "ftrace" : "kprobe",
		   lowmark.verdict ? "real" : "derived");
	lowmark_filter_show(m);
	seq_printf(m, "hooks:       %u of %u placed\n", lowmark_hooks_placed(),
		   LOWMARK_NR_HOOKS);
	seq_printf(m, "records:     %llu written, %llu lost, %llu overwritten\n",
		   written, lost, overwritten);
	seq_printf(m, "readers:     %u\n", readers);
	lowmark_costs_show_status(m);
}

static void show_protection(struct seq_file *m, struct zone *zone)
{
	int i;

	for (i = 0; i < MAX_NR_ZONES; i++)
		seq_printf(m, "%s%ld", i ? "," : " ", zone->lowmem_reserve[i]);
}

static void show_zone(struct seq_file *m, struct zone *zone)
{
	unsigned long free = lowmark_zone_free(zone);

	seq_printf(m, "%4d %-8s %4u %9lu %9lu %8lu %8lu %8lu %7lu %9lu %9ld",
		   zone_to_nid(zone), zone->name, lowmark_zone_id(zone), free,
		   zone_page_state_snapshot(zone, NR_FREE_PAGES),
		   min_wmark_pages(zone), low_wmark_pages(zone),
		   high_wmark_pages(zone), lowmark_zone_boost(zone),
		   zone_managed_pages(zone),
		   (long)free - (long)low_wmark_pages(zone));
	show_protection(m, zone);
	seq_printf(m, " 0x%lx\n", zone->flags);
}

/**
 * lowmark_show_zones() - print the file "zones"
 * @m: where
 */
void lowmark_show_zones(struct seq_file *m)
{
	int nid, i;

	seq_printf(m, "# pages, %lu bytes each; zones_per_node %d\n",
		   PAGE_SIZE, MAX_NR_ZONES);
	seq_printf(m, "%4s %-8s %4s %9s %9s %8s %8s %8s %7s %9s %9s %s %s\n",
		   "node", "zone", "id", "free", "exact", "min", "low", "high",
		   "boost", "managed", "to_low", "protection", "flags");
	for_each_online_node(nid)
		for (i = 0; i < MAX_NR_ZONES; i++)
			if (populated_zone(&NODE_DATA(nid)->node_zones[i]))
				show_zone(m, &NODE_DATA(nid)->node_zones[i]);
}

/**
 * lowmark_show_ring() - print the counts of one CPU's ring
 * @m: where
 * @ring: the ring
 */
void lowmark_show_ring(struct seq_file *m, struct lowmark_ring *ring)
{
	unsigned int kind;

	for (kind = 0; kind < LOWMARK_KINDS; kind++) {
		u64 lost = ring->dropped[kind] + ring->nested[kind];

		if (!lowmark_records[kind].name || !(ring->written[kind] + lost))
			continue;
		seq_printf(m, "cpu %u kind %s written %llu lost %llu overwritten %llu\n",
			   ring->cpu, lowmark_records[kind].name,
			   ring->written[kind], lost, ring->overwritten[kind]);
	}
	seq_printf(m, "cpu %u nested %llu\n", ring->cpu,
		   lowmark_ring_sum(ring->nested));
	seq_printf(m, "cpu %u unkept %llu\n", ring->cpu, ring->unkept);
}

/**
 * lowmark_show_stats() - print the file "stats"
 * @m: where
 */
void lowmark_show_stats(struct seq_file *m)
{
	unsigned int cpu;

	seq_printf(m, "chunk_bytes %u\n", LOWMARK_CHUNK_BYTES);
	seq_printf(m, "chunks %u\n",
		   lowmark_rings_kib() * 1024 / LOWMARK_CHUNK_BYTES);
	seq_printf(m, "on_ns %llu\n", lowmark.on_ns);
	for_each_possible_cpu(cpu)
		lowmark_show_ring(m, per_cpu(lowmark_ring, cpu));
	lowmark_hooks_show_stats(m);
	lowmark_filter_show_stats(m);
}
