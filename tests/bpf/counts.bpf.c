// SPDX-License-Identifier: GPL-2.0-only
/*
 * An independent witness: counts entries of the functions that lowmark hooks,
 * where BPF can attach, and firings of the tracepoints.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "counts.h"

char license_text[] SEC("license") = "GPL";

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, NR_COUNTS);
	__type(key, __u32);
	__type(value, __u64);
} counts SEC(".maps");

static __always_inline int count(__u32 id)
{
	__u64 *value = bpf_map_lookup_elem(&counts, &id);

	if (value)
		++*value;
	return 0;
}

#define COUNT_ENTRY(name, hook)             \
	SEC("fentry/" #name)                \
	int entry_##name(const void *ctx)   \
	{                                   \
		return count(COUNT_##name); \
	}
COUNTED_FUNCTIONS(COUNT_ENTRY)

#define COUNT_FIRING(name, hook)            \
	SEC("raw_tp/" #name)                \
	int fired_##name(const void *ctx)   \
	{                                   \
		return count(COUNT_##name); \
	}
COUNTED_TRACEPOINTS(COUNT_FIRING)

#define WMARK_MASK 0x03
#define WMARK_LOW 0x01

/*
 * BPF cannot reach the slow path. But only an allocation's first attempt is at
 * the low mark, and the slow path follows exactly where that finds no page.
 */
SEC("fexit/get_page_from_freelist")
int BPF_PROG(slow, unsigned int gfp_mask, unsigned int order, int alloc_flags,
	     const void *ac, void *page)
{
	if ((alloc_flags & WMARK_MASK) == WMARK_LOW && !page)
		count(COUNT_slow);
	return 0;
}
