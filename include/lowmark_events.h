/* SPDX-License-Identifier: (GPL-2.0-only WITH Linux-syscall-note) OR MIT */
/*
 * What can be recorded, each by itself: the words of "events", and the bits of
 * them in "settings" records.
 */
#ifndef LOWMARK_EVENTS_H
#define LOWMARK_EVENTS_H

/* clang-format off */
/* V(NAME, name, meaning): what can be recorded; parameter and command "events" */
#define LOWMARK_EVENTS(V)						\
	V(CHECK, check, "watermark checks")				\
	V(WAKE, wake, "kswapd wake requests")				\
	V(SLOW, slow, "slow path runs")					\
	V(ATTEMPT, attempt, "scans of the zonelist")			\
	V(KSWAPD, kswapd, "kswapd runs")				\
	V(RECLAIM, reclaim, "direct reclaim")				\
	V(WMARK, wmark, "changed watermarks")				\
	V(ZONE, zone, "zone states")

#define LOWMARK_DECLARE_EVENT(NAME, name, doc) LOWMARK_EVENT_##NAME,
enum lowmark_event { LOWMARK_EVENTS(LOWMARK_DECLARE_EVENT) LOWMARK_NR_EVENTS };
#undef LOWMARK_DECLARE_EVENT
/* clang-format on */

#endif
