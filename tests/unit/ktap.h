/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A test program: functions that assert, reported as KTAP.
 *
 * A file defines TEST functions and ends with TEST_MAIN(list of them).
 */
#ifndef KTAP_H
#define KTAP_H

#include <stdbool.h>
#include <stdio.h>

static bool ktap_failed __attribute__((unused));

/* Leave the test, telling where and why, unless something is true. */
#define T_ASSERT(expression)                                        \
	do {                                                        \
		if (!(expression)) {                                \
			printf("# %s:%d: %s\n", __FILE__, __LINE__, \
			       #expression);                        \
			ktap_failed = true;                         \
			return;                                     \
		}                                                   \
	} while (0)

/* The same for two integers, telling their values. */
#define T_EQUAL(a, b)                                                         \
	do {                                                                  \
		long long a_ = (long long)(a), b_ = (long long)(b);           \
		if (a_ != b_) {                                               \
			printf("# %s:%d: %s is %lld, %s is %lld\n", __FILE__, \
			       __LINE__, #a, a_, #b, b_);                     \
			ktap_failed = true;                                   \
			return;                                               \
		}                                                             \
	} while (0)

/* Leave the test if a helper that asserts has failed. */
#define T_CALL(call)             \
	do {                     \
		call;            \
		if (ktap_failed) \
			return;  \
	} while (0)

struct ktap_test {
	const char *name;
	void (*run)(void);
};

static int ktap_main(const struct ktap_test *tests, unsigned int nr)
{
	bool any = false;
	unsigned int i;

	printf("KTAP version 1\n1..%u\n", nr);
	for (i = 0; i < nr; i++) {
		ktap_failed = false;
		tests[i].run();
		any |= ktap_failed;
		printf("%s %u - %s\n", ktap_failed ? "not ok" : "ok", i + 1,
		       tests[i].name);
		fflush(stdout);
	}
	return any;
}

#define TEST(function)              \
	{                           \
#function, function \
	}
#define TEST_MAIN(...)                                                   \
	int main(void)                                                   \
	{                                                                \
		static const struct ktap_test tests[] = { __VA_ARGS__ }; \
		return ktap_main(tests, sizeof(tests) / sizeof(*tests)); \
	}

#endif
