// SPDX-License-Identifier: GPL-2.0-only
/*
 * A peer of lowmark: watermark checks and what is near them, as a CO-RE BPF
 * program that writes to a ring buffer, made as cheap as it goes. The task's name
 * is written when the task changes; nobody is woken; kprobes read the zone once.
 */
#include <linux/bpf.h>
#include <linux/ptrace.h>
#include <linux/types.h>
#include <stdbool.h>

#define __TARGET_ARCH_x86
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "checks.h"

struct zone {
	unsigned long watermark_boost;
	long lowmem_reserve[5];
} __attribute__((preserve_access_index));

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 20);
} ring SEC(".maps");

/* 1: record nothing, as a filter that drops all; 2: only what matters. */
const volatile int gate;

struct counts counts;

static __always_inline void count_lost(unsigned int cpu)
{
	counts.lost[(cpu & 63) * 8]++;
}

static __always_inline void task_changed(unsigned int cpu, unsigned int pid)
{
	struct rec_task *r = bpf_ringbuf_reserve(&ring, sizeof(*r), 0);

	counts.last_pid[cpu & 63] = pid;
	if (!r)
		return count_lost(cpu);
	r->hdr.type = REC_TASK;
	r->hdr.pid = pid;
	bpf_get_current_comm(r->comm, sizeof(r->comm));
	bpf_ringbuf_submit(r, BPF_RB_NO_WAKEUP);
}

static __always_inline void *record(unsigned int type, unsigned long size)
{
	unsigned int cpu = bpf_get_smp_processor_id();
	unsigned int pid = bpf_get_current_pid_tgid();
	struct rec_hdr *hdr;

	if (counts.last_pid[cpu & 63] != pid)
		task_changed(cpu, pid);
	hdr = bpf_ringbuf_reserve(&ring, size, 0);
	if (!hdr) {
		count_lost(cpu);
		return NULL;
	}
	hdr->time = bpf_ktime_get_ns();
	hdr->pid = pid;
	hdr->type = type;
	return hdr;
}

static __always_inline bool fails(long free, unsigned long mark,
				  unsigned long reserve)
{
	return free <= (long)(mark + reserve);
}

static __always_inline int check(struct zone *z, unsigned int order,
				 unsigned long mark, unsigned int highest,
				 unsigned int flags, long free,
				 unsigned long boost, unsigned long reserve,
				 int verdict)
{
	struct rec_check *r;

	if (gate == 2 && !fails(free, mark, reserve))
		return 0;
	r = record(REC_CHECK, sizeof(*r));
	if (!r)
		return 0;
	r->hdr.order = order;
	r->hdr.highest = highest;
	r->hdr.verdict = verdict;
	r->zone = (unsigned long)z;
	r->free = free;
	r->mark = mark;
	r->reserve = reserve;
	r->boost = boost;
	r->alloc_flags = flags;
	bpf_ringbuf_submit(r, BPF_RB_NO_WAKEUP);
	return 0;
}

static __always_inline int other(unsigned int type, unsigned int order,
				 unsigned int highest, const void *subject,
				 unsigned int gfp, unsigned int flags)
{
	struct rec_other *r = record(type, sizeof(*r));

	if (!r)
		return 0;
	r->hdr.order = order;
	r->hdr.highest = highest;
	r->hdr.verdict = !!subject;
	r->subject = (unsigned long)subject;
	r->gfp = gfp;
	r->alloc_flags = flags;
	bpf_ringbuf_submit(r, BPF_RB_NO_WAKEUP);
	return 0;
}

/* The verifier wants constant offsets behind a pointer it trusts. */
static __always_inline unsigned long reserve_of(struct zone *z, int highest)
{
	switch (highest) {
	case 0: return z->lowmem_reserve[0];
	case 1: return z->lowmem_reserve[1];
	case 2: return z->lowmem_reserve[2];
	case 3: return z->lowmem_reserve[3];
	default: return z->lowmem_reserve[4];
	}
}

SEC("fentry/__zone_watermark_ok")
int BPF_PROG(fentry_check, struct zone *z, unsigned int order,
	     unsigned long mark, int highest, unsigned int flags, long free)
{
	if (gate == 1 && order < 6)
		return 0;
	return check(z, order, mark, highest, flags, free, z->watermark_boost,
		     reserve_of(z, highest), 2);
}

SEC("fexit/__zone_watermark_ok")
int BPF_PROG(fexit_check, struct zone *z, unsigned int order,
	     unsigned long mark, int highest, unsigned int flags, long free,
	     bool ret)
{
	return check(z, order, mark, highest, flags, free, z->watermark_boost,
		     reserve_of(z, highest), ret);
}

SEC("fexit/get_page_from_freelist")
int BPF_PROG(fexit_attempt, unsigned int gfp, unsigned int order, int flags,
	     void *context, void *page)
{
	if (gate == 2 && page)
		return 0;
	return other(REC_ATTEMPT, order, 0, page, gfp, flags);
}

SEC("fentry/wakeup_kswapd")
int BPF_PROG(fentry_wake, void *zone, unsigned int gfp, int order, int highest)
{
	return other(REC_WAKE, order, highest, zone, gfp, 0);
}

/* What lies from the boost to the last reserve, in one read. */
struct part {
	unsigned long word[8];
};

static __always_inline int from_regs(struct pt_regs *regs)
{
	struct zone *z = (struct zone *)PT_REGS_PARM1(regs);
	unsigned int begin, at, highest = PT_REGS_PARM4(regs) & 3;
	struct part part;

	begin = bpf_core_field_offset(struct zone, watermark_boost);
	at = (bpf_core_field_offset(struct zone, lowmem_reserve) - begin) / 8;
	bpf_probe_read_kernel(&part, sizeof(part), (char *)z + begin);
	return check(z, PT_REGS_PARM2(regs), PT_REGS_PARM3(regs), highest,
		     PT_REGS_PARM5(regs), (unsigned long)regs->r9, part.word[0],
		     part.word[(at + highest) & 7], 2);
}

SEC("kprobe/__zone_watermark_ok")
int kprobe_check(struct pt_regs *regs)
{
	if (gate == 1 && PT_REGS_PARM2(regs) < 6)
		return 0;
	return from_regs(regs);
}

SEC("kretprobe/__zone_watermark_ok")
int kret_check(struct pt_regs *regs)
{
	struct rec_hdr *r = record(REC_VERDICT, sizeof(*r));

	if (!r)
		return 0;
	r->verdict = PT_REGS_RC(regs) & 1;
	bpf_ringbuf_submit(r, BPF_RB_NO_WAKEUP);
	return 0;
}

SEC("kretprobe/get_page_from_freelist")
int kret_attempt(struct pt_regs *regs)
{
	void *page = (void *)PT_REGS_RC(regs);

	if (gate == 2 && page)
		return 0;
	return other(REC_ATTEMPT, 0, 0, page, 0, 0);
}

SEC("kprobe/wakeup_kswapd")
int kprobe_wake(struct pt_regs *regs)
{
	return other(REC_WAKE, PT_REGS_PARM3(regs), PT_REGS_PARM4(regs),
		     (void *)PT_REGS_PARM1(regs), PT_REGS_PARM2(regs), 0);
}

#define VMSCAN(event)							\
	SEC("raw_tp/" #event) int event(void *context)			\
	{								\
		return other(REC_VMSCAN, 0, 0, NULL, 0, 0);		\
	}

VMSCAN(mm_vmscan_kswapd_wake)
VMSCAN(mm_vmscan_kswapd_sleep)
VMSCAN(mm_vmscan_direct_reclaim_begin)
VMSCAN(mm_vmscan_direct_reclaim_end)

char _license[] SEC("license") = "GPL";
