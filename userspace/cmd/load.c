// SPDX-License-Identifier: GPL-2.0-only
/*
 * lowmark load: puts the module into the kernel, or explains why that fails.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "lib/insert.h"
#include "lib/kmsg.h"
#include "lib/lockdown.h"
#include "live.h"
#include "suggest.h"

#define NOT_SIGNED \
	"this kernel loads only modules signed with a key it trusts (module.sig_enforce); sign it"

enum { OPT_MODULE };

static const struct lm_insert *asked_module;

static const char *param_name(size_t index)
{
	return lm_insert_param(asked_module, index);
}

static int check_param(const struct command *self, const char *word)
{
	const char *meant, *name;
	size_t len = strcspn(word, "=");
	char *typed;
	unsigned int i;

	for (i = 0; (name = param_name(i)); i++)
		if (strlen(name) == len && !strncmp(name, word, len))
			return word[len] ?
				       EXIT_OK :
				       usage_error(
					       self,
					       "parameter '%s' needs a value: %s=VALUE",
					       name, name);
	typed = strndup(word, len);
	meant = typed ? nearest_name(typed, param_name) : NULL;
	free(typed);
	if (meant)
		return usage_error(
			self,
			"the module has no parameter '%.*s'; did you mean '%s'?",
			(int)(len < 60 ? len : 60), word, meant);
	return usage_error(
		self,
		"the module has no parameter '%.*s'; 'modinfo -p lowmark.ko' lists them",
		(int)(len < 60 ? len : 60), word);
}

/* All in one string, as the kernel wants them; to be freed */
static char *join(int argc, char *argv[])
{
	size_t size = 1;
	char *text, *end;
	int i;

	for (i = 0; i < argc; i++)
		size += strlen(argv[i]) + 3;
	text = malloc(size);
	if (!text)
		return NULL;
	end = text;
	*end = '\0';
	for (i = 0; i < argc; i++) {
		/* The kernel lets quotes keep a value with blanks whole. */
		if (strchr(argv[i], ' '))
			end += sprintf(end, "\"%s\" ", argv[i]);
		else
			end += sprintf(end, "%s ", argv[i]);
	}
	return text;
}

/* That it taints the kernel is said of every module from outside its tree. */
static void print_line(const char *text)
{
	if (strstr(text, "taint"))
		return;
	print_error("kernel: %s", text);
}

static int not_found(const char *path, int err)
{
	struct utsname u;

	uname(&u);
	if (path && err == -ENOENT)
		print_error("there is no file %.200s", path);
	else if (err == -ENOENT)
		print_error(
			"no module in /lib/modules/%s and no lowmark.ko here; build one with 'make module', or name it with --module",
			u.release);
	else if (err == -ENOEXEC || err == -EINVAL)
		print_error("%.200s is not a kernel module",
			    path ? path : "lowmark.ko");
	else
		print_error("cannot read %.200s: %s",
			    path ? path : "lowmark.ko", strerror(-err));
	return path ? EXIT_ERROR : EXIT_UNAVAILABLE;
}

static void no_permission(void)
{
	if (geteuid())
		print_error("only root may load a module");
	else if (lm_lockdown() != LM_LOCKDOWN_NONE)
		print_error(
			"kernel lockdown forbids unsigned modules; sign lowmark.ko with a key the kernel trusts, or boot without lockdown= (or Secure Boot)");
	else
		print_error(
			"the kernel forbids loading modules: kernel.modules_disabled is 1, or CAP_SYS_MODULE is missing");
}

/* What an errno of finit_module(2) means for the module's file */
static const struct {
	int err;
	int code;
	const char *text;
} reasons[] = {
	{ EEXIST, EXIT_ERROR,
	  "already loaded; 'lowmark unload' first to load it with other parameters" },
	{ EKEYREJECTED, EXIT_UNAVAILABLE, NOT_SIGNED },
	{ ENOKEY, EXIT_UNAVAILABLE, NOT_SIGNED },
	{ EBADMSG, EXIT_UNAVAILABLE, NOT_SIGNED },
	{ ENOEXEC, EXIT_UNAVAILABLE,
	  "built for another kernel; build it again with 'make module'" },
	{ ENOENT, EXIT_UNAVAILABLE, "this kernel lacks symbols that it needs" },
	{ ENOSYS, EXIT_UNAVAILABLE, "this kernel cannot load modules" },
};

static int explain(int err, const char *path, bool params)
{
	size_t i;

	if (err == -EPERM || err == -EACCES) {
		no_permission();
		return EXIT_UNAVAILABLE;
	}
	if (params && (err == -EINVAL || err == -ERANGE)) {
		print_error("the module refused a parameter");
		return EXIT_USAGE;
	}
	for (i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
		if (reasons[i].err == -err) {
			print_error("%s: %s", path, reasons[i].text);
			return reasons[i].code;
		}
	}
	print_error("cannot load %s: %s", path, strerror(-err));
	return EXIT_ERROR;
}

static int load(struct lm_insert *insert, int argc, char *argv[])
{
	char *params = join(argc, argv);
	int mark = lm_kmsg_mark();
	int err = params ? lm_insert_load(insert, params) : -ENOMEM;

	free(params);
	if (err) {
		lm_kmsg_since(mark, print_line);
		return explain(err, lm_insert_path(insert), argc > 0);
	}
	if (mark >= 0)
		close(mark);
	fprintf(stderr, "lowmark: loaded %s\n", lm_insert_path(insert));
	return EXIT_OK;
}

static int find_and_load(const struct command *self, const char *path, int argc,
			 char *argv[])
{
	struct lm_insert *insert;
	int err = lm_insert_create(&insert, path);
	int code = EXIT_OK, i;

	if (err)
		return not_found(path, err);
	asked_module = insert;
	for (i = 0; i < argc && code == EXIT_OK; i++)
		code = check_param(self, argv[i]);
	if (code == EXIT_OK)
		code = load(insert, argc, argv);
	lm_insert_destroy(insert);
	return code;
}

static int run(const struct command *self, int argc, char *argv[])
{
	struct option_walk walk = { 0 };
	const char *path = NULL;
	int got;

	while ((got = next_option(self, argc, argv, &walk)) == 0)
		path = walk.value;
	if (got == OPTION_HELP)
		return EXIT_OK;
	if (got == OPTION_BAD)
		return EXIT_USAGE;
	return find_and_load(self, path, argc - walk.first, argv + walk.first);
}

static const struct option_desc options[] = {
	[OPT_MODULE] = { "module", 'm', "FILE", "the module's file" },
	{ 0 }
};

const struct command command_load = {
	.name = "load",
	.arguments = "[NAME=VALUE]...",
	.summary = "load the module",
	.details =
		"Takes lowmark.ko from the running kernel's modules, else from the\n"
		"current directory. Recording begins at once and goes on until 'unload'\n"
		"or until 'off' is written to the file control; with on=0 only while a\n"
		"command records. NAME=VALUE are parameters of the module, such as that;\n"
		"'modinfo -p lowmark.ko' lists them.",
	.options = options,
	.run = run,
};
