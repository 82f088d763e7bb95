// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the kswapd of one node did.
 */
#include "kswapd.h"

/**
 * lm_kswapd_wake() - kswapd begins to run
 * @kswapd: the node's kswapd
 * @time_ns: when
 * @blind: it may go to sleep unseen
 *
 * A nap between two balance runs ends with this too, without a sleep before.
 */
void lm_kswapd_wake(struct lm_kswapd *kswapd, __u64 time_ns, bool blind)
{
	kswapd->wakes++;
	kswapd->asleep = false;
	if (kswapd->hidden) {
		kswapd->unfinished += kswapd->balancing;
		kswapd->balancing = false;
	}
	kswapd->hidden = false;
	kswapd->unseen |= blind;
	if (kswapd->awake || blind)
		return;
	kswapd->awake = true;
	kswapd->awake_since_ns = time_ns;
}

/**
 * lm_kswapd_begin() - kswapd begins to balance
 * @kswapd: the node's kswapd
 */
void lm_kswapd_begin(struct lm_kswapd *kswapd)
{
	kswapd->unfinished += kswapd->balancing;
	kswapd->balancing = true;
	kswapd->hidden = false;
}

/**
 * lm_kswapd_end() - kswapd ends balancing
 * @kswapd: the node's kswapd
 * @rec: how it went
 */
void lm_kswapd_end(struct lm_kswapd *kswapd,
		   const struct lowmark_rec_balance_end *rec)
{
	kswapd->unfinished += !kswapd->balancing;
	kswapd->balancing = false;
	lm_hist_add(&kswapd->runs, rec->latency);
	kswapd->scanned += rec->scanned;
	kswapd->reclaimed += rec->reclaimed;
	kswapd->fruitless += !rec->reclaimed;
	/* LOWMARK_COUNT_NONE is above every count. */
	if (rec->failures > kswapd->most_failures)
		kswapd->most_failures = rec->failures;
}

/**
 * lm_kswapd_sleep() - kswapd goes to sleep
 * @kswapd: the node's kswapd
 * @time_ns: when
 */
void lm_kswapd_sleep(struct lm_kswapd *kswapd, __u64 time_ns)
{
	kswapd->sleeps++;
	lm_kswapd_stop(kswapd, time_ns);
	kswapd->asleep = true;
}

/**
 * lm_kswapd_lose() - kswapd goes out of sight
 * @kswapd: the node's kswapd
 * @time_ns: when
 */
void lm_kswapd_lose(struct lm_kswapd *kswapd, __u64 time_ns)
{
	lm_kswapd_stop(kswapd, time_ns);
	kswapd->asleep = false;
	kswapd->hidden = true;
}

/**
 * lm_kswapd_stop() - kswapd does not run any more, or recording ended
 * @kswapd: the node's kswapd
 * @time_ns: when
 */
void lm_kswapd_stop(struct lm_kswapd *kswapd, __u64 time_ns)
{
	if (kswapd->awake && time_ns > kswapd->awake_since_ns)
		kswapd->awake_ns += time_ns - kswapd->awake_since_ns;
	kswapd->awake = false;
}
