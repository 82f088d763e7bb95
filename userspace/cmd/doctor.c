// SPDX-License-Identifier: GPL-2.0-only
/*
 * lowmark doctor: whether a kernel can be traced, and what to do about it.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <json-c/json.h>

#include "decisions_view.h"
#include "lib/doctor.h"
#include "live.h"
#include "manners.h"
#include "output.h"

enum { OPT_JSON, OPT_DECISIONS, OPT_BTF, OPT_KALLSYMS, OPT_CONFIG };

static const char *conclusion(const struct lm_findings *findings)
{
	switch (lm_findings_worst(findings)) {
	case LM_OK:
		return "usable";
	case LM_DEGRADED:
		return "usable, with the restrictions above";
	default:
		return "not usable as it is";
	}
}

static int widest(const struct lm_findings *findings)
{
	size_t most = 0, i, len;

	for (i = 0; i < findings->nr; i++) {
		len = strlen(findings->list[i].what);
		if (len > most)
			most = len;
	}
	return (int)most;
}

static enum color color_of(enum lm_verdict verdict)
{
	return verdict == LM_OK	      ? COLOR_GOOD :
	       verdict == LM_DEGRADED ? COLOR_WARN :
					COLOR_BAD;
}

static void print_findings(const struct lm_findings *findings)
{
	const struct lm_finding *f;
	int width = widest(findings);
	size_t i;

	for (i = 0; i < findings->nr; i++) {
		f = &findings->list[i];
		printf("%s%-8s%s  %-*s  %s\n", color(color_of(f->verdict)),
		       lm_verdict_name(f->verdict), color(COLOR_NONE), width,
		       f->what, f->detail);
		if (f->remedy)
			printf("%-8s  %-*s  -> %s\n", "", width, "", f->remedy);
	}
	printf("\n%zu ok, %zu degraded, %zu blocking: %s\n",
	       lm_findings_count(findings, LM_OK),
	       lm_findings_count(findings, LM_DEGRADED),
	       lm_findings_count(findings, LM_BLOCKING), conclusion(findings));
}

static void add_text(struct json_object *object, const char *key,
		     const char *text)
{
	json_object_object_add(object, key,
			       text ? json_object_new_string(text) : NULL);
}

static void print_findings_json(const struct lm_findings *findings)
{
	struct json_object *doc = json_object_new_object();
	struct json_object *list = json_object_new_array();
	enum lm_verdict worst = lm_findings_worst(findings);
	struct json_object *one, *usable;
	const struct lm_finding *f;
	size_t i;

	for (i = 0; i < findings->nr; i++) {
		f = &findings->list[i];
		one = json_object_new_object();
		add_text(one, "verdict", lm_verdict_name(f->verdict));
		add_text(one, "what", f->what);
		add_text(one, "detail", f->detail);
		add_text(one, "remedy", f->remedy);
		json_object_array_add(list, one);
	}
	usable = json_object_new_boolean(worst != LM_BLOCKING);
	json_object_object_add(doc, "usable", usable);
	add_text(doc, "verdict", lm_verdict_name(worst));
	json_object_object_add(doc, "checks", list);
	print_json(doc);
}

static int bad_file(const struct lm_patient *patient, const char *path, int err)
{
	const char *is = path == patient->config ? "a kernel configuration" :
			 path == patient->btf ? "BTF, raw or in an ELF file" :
						"a list of kernel symbols";

	if (!path)
		print_error("cannot check: %s", strerror(-err));
	else if (err == -EBADMSG)
		print_error("%.200s is not %s", path, is);
	else
		print_error("cannot read %.200s: %s", path, strerror(-err));
	return err == -EBADMSG ? EXIT_DATA : EXIT_ERROR;
}

static int diagnose(const struct lm_patient *patient, bool json)
{
	struct lm_findings findings;
	int err = lm_doctor(patient, &findings);
	int code = EXIT_OK;

	if (err) {
		code = bad_file(patient, findings.culprit, err);
	} else {
		page_output();
		if (json)
			print_findings_json(&findings);
		else
			print_findings(&findings);
		if (lm_findings_worst(&findings) == LM_BLOCKING)
			code = EXIT_UNAVAILABLE;
	}
	lm_findings_deinit(&findings);
	return code;
}

static int run(const struct command *self, int argc, char *argv[])
{
	struct option_walk walk = { 0 };
	struct lm_patient patient = { 0 };
	bool json = false, decisions = false;
	int got;

	while ((got = next_option(self, argc, argv, &walk)) == 0) {
		switch (walk.index) {
		case OPT_JSON:
			json = true;
			break;
		case OPT_DECISIONS:
			decisions = true;
			break;
		case OPT_BTF:
			patient.btf = walk.value;
			break;
		case OPT_KALLSYMS:
			patient.kallsyms = walk.value;
			break;
		case OPT_CONFIG:
			patient.config = walk.value;
			break;
		}
	}
	if (got == OPTION_HELP)
		return EXIT_OK;
	if (got == OPTION_BAD)
		return EXIT_USAGE;
	if (walk.first < argc)
		return usage_error(self, "unexpected argument '%.60s'",
				   argv[walk.first]);
	if (!decisions)
		return diagnose(&patient, json);
	if (patient.btf || patient.kallsyms || patient.config)
		return usage_error(self,
				   "--decisions is of the running kernel only");
	return show_decisions(json);
}

static const struct option_desc options[] = {
	[OPT_JSON] = { "json", 'j', NULL, "print JSON" },
	[OPT_DECISIONS] = { "decisions", 0, NULL,
			    "how the loaded module sees each decision" },
	[OPT_BTF] = { "btf", 0, "FILE",
		      "another kernel's /sys/kernel/btf/vmlinux" },
	[OPT_KALLSYMS] = { "kallsyms", 0, "FILE",
			   "another kernel's /proc/kallsyms" },
	[OPT_CONFIG] = { "config", 0, "FILE",
			 "another kernel's configuration" },
	{ 0 }
};

const struct command command_doctor = {
	.name = "doctor",
	.arguments = "",
	.summary = "tell whether this kernel can be traced, and what to do",
	.details =
		"One line per check: ok, degraded (lowmark works, with less), or\n"
		"blocking, and what to do about it. With files of another kernel,\n"
		"only what these files tell is checked. Ends with 3 if anything is\n"
		"blocking.\n"
		"\n"
		"With --decisions, one line per decision of allocator and kswapd, as\n"
		"the loaded module sees it: observed, derived (and from what), absent\n"
		"(this kernel does not decide so), unobservable (and why), or off\n"
		"(not recording). docs/decisions.md explains each.",
	.options = options,
	.run = run,
};
