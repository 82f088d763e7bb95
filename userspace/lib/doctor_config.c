// SPDX-License-Identifier: GPL-2.0-only
/*
 * The configuration that a kernel was built with.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "doctor_checks.h"
#include "text.h"

/* What an option not being as wanted means */
struct wish {
	const char *option;
	bool wanted;
	enum lm_verdict verdict;
	const char *remedy;
};

static const struct wish wishes[] = {
	{ "X86_64", true, LM_BLOCKING,
	  "lowmark reads arguments of functions as x86-64 passes them" },
	{ "MODULES", true, LM_BLOCKING, "use a kernel that can load modules" },
	{ "KALLSYMS", true, LM_BLOCKING,
	  "use a kernel built with CONFIG_KALLSYMS: probes are placed by name" },
	{ "KPROBES", true, LM_BLOCKING,
	  "use a kernel built with CONFIG_KPROBES" },
	{ "KRETPROBES", true, LM_DEGRADED,
	  "without CONFIG_KRETPROBES there are no results and no latencies" },
	{ "TRACEPOINTS", true, LM_DEGRADED,
	  "without CONFIG_TRACEPOINTS wakes and sleeps of kswapd are not seen" },
	{ "DEBUG_FS", true, LM_BLOCKING,
	  "use a kernel built with CONFIG_DEBUG_FS" },
	{ "DEBUG_FS_ALLOW_NONE", false, LM_BLOCKING, "boot with debugfs=on" },
	{ "DEBUG_FS_DISALLOW_MOUNT", false, LM_BLOCKING,
	  "boot with debugfs=on" },
	{ "MODULE_SIG_FORCE", false, LM_DEGRADED,
	  "sign lowmark.ko with a key the kernel trusts" },
	{ "DEBUG_INFO_BTF", true, LM_DEGRADED,
	  "layouts of private structs cannot be verified without BTF" },
};

static bool is_set(const char *config, const char *option)
{
	size_t len = strlen(option);
	const char *at = config;

	while ((at = strstr(at, "CONFIG_"))) {
		bool begins_line = at == config || at[-1] == '\n';

		at += strlen("CONFIG_");
		if (begins_line && !strncmp(at, option, len) && at[len] == '=')
			return at[len + 1] == 'y' || at[len + 1] == 'm';
	}
	return false;
}

static void judge(struct lm_findings *findings, const char *config)
{
	const struct wish *w;
	char what[64];
	size_t i;
	bool set;

	for (i = 0; i < sizeof(wishes) / sizeof(wishes[0]); i++) {
		w = &wishes[i];
		set = is_set(config, w->option);
		snprintf(what, sizeof(what), "config %s", w->option);
		lm_find(findings, set == w->wanted ? LM_OK : w->verdict,
			set == w->wanted ? NULL : w->remedy, what, "%s",
			set ? "set" : "not set");
	}
}

/* Where the running kernel's configuration may be */
static int read_running(char **config)
{
	static const char *const places[] = {
		"/proc/config.gz",	     "/boot/config-%s",
		"/lib/modules/%s/config",    "/lib/modules/%s/build/.config",
		"/usr/lib/kernel/config-%s",
	};
	char path[256];
	struct utsname u;
	size_t i;

	uname(&u);
	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		const char *release = strchr(places[i], '%');
		int head = release ? (int)(release - places[i]) :
				     (int)strlen(places[i]);

		snprintf(path, sizeof(path), "%.*s%s%s", head, places[i],
			 release ? u.release : "", release ? release + 2 : "");
		if (!lm_read_gzip(path, config, NULL))
			return 0;
	}
	return -ENOENT;
}

/**
 * lm_doctor_config - look at the kernel's configuration
 * @findings: gets the findings
 * @path: file with the configuration, also compressed; NULL for the running
 *	kernel's
 *
 * Return: 0; -EBADMSG if the file is no configuration, or another -errno.
 */
int lm_doctor_config(struct lm_findings *findings, const char *path)
{
	char *config;
	int err = path ? lm_read_gzip(path, &config, NULL) :
			 read_running(&config);

	if (err) {
		if (path)
			return err;
		lm_find(findings, LM_DEGRADED,
			"name it with --config, or go by the symbols below",
			"config", "not known: no configuration was found");
		return err;
	}
	if (strstr(config, "CONFIG_"))
		judge(findings, config);
	else
		err = -EBADMSG;
	free(config);
	return err;
}
