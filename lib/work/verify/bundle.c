/* Bundles: unpacked by git, as it is installed, with an environment and settings of its own, and checked by it. */
#include "base/file.h"
#include "base/process.h"
#include "work/verify/verify.h"
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define OPEN_FILES 16

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
	return remove(path);
}

void sms_bundle_remove(const char *path)
{
	if (path && *path)
		nftw(path, remove_entry, OPEN_FILES, FTW_DEPTH | FTW_PHYS);
}

/* Runs git in the temporary folder, which is its home as well: nobody's settings, hooks or templates play a part. */
static struct sms_error *run_git(const char *folder, const char *const *arguments, const char *bundle)
{
	sms_auto(buf) struct sms_buf said = SMS_BUF_INIT;
	sms_auto(string) char *home = sms_format("HOME=%s", folder);
	const char *const environment[] = {home,
					   "GIT_CONFIG_GLOBAL=/dev/null",
					   "GIT_CONFIG_NOSYSTEM=1",
					   "GIT_NO_REPLACE_OBJECTS=1",
					   "GIT_TERMINAL_PROMPT=0",
					   "LC_ALL=C.UTF-8",
					   "GIT_TEMPLATE_DIR=/dev/null",
					   NULL};
	const struct sms_process process = {
		.arguments = arguments, .environment = environment, .directory = "/", .errors = &said};
	int status = 0;
	SMS_TRY(sms_process_run(&process, NULL, &status));
	if (!status)
		return NULL;
	/* The first line that says more than "warning: …". */
	sms_auto(list) struct sms_list lines = SMS_LIST_INIT;
	sms_list_split(&lines, sms_buf_text(&said), '\n');
	const char *why = "it gives no reason";
	for (size_t i = lines.count; i-- > 0;)
		if (strncmp(lines.items[i], "error: ", 7) == 0 || strncmp(lines.items[i], "fatal: ", 7) == 0)
			why = lines.items[i] + 7;
	return sms_error(SMS_INPUT, "git refuses the bundle '%s': %s", bundle, why);
}

static struct sms_error *unpack(const char *folder, const char *bundle, const char *given)
{
	const char *const fsck[] = {"git",           "-C", folder, "fsck", "--full", "--strict", "--no-dangling",
				    "--no-progress", NULL};
	const char *const clone[] = {"git",
				     "clone",
				     "--quiet",
				     "--bare",
				     "--config=fetch.fsckObjects=true",
				     "--config=transfer.fsckObjects=true",
				     "--end-of-options",
				     bundle,
				     folder,
				     NULL};
	SMS_TRY(run_git(folder, clone, given));
	/* git older than 2.46 does not check what it unpacks from a bundle. */
	return run_git(folder, fsck, given);
}

struct sms_error *sms_bundle_unpack(const char *bundle, char **out)
{
	const char *place = getenv("TMPDIR");
	sms_auto(string) char *absolute = realpath(bundle, NULL);
	sms_auto(string) char *folder = sms_format("%s/sms-verify-XXXXXX", place && *place == '/' ? place : "/tmp");
	if (!absolute)
		return sms_error(SMS_INPUT, "there is no file '%s'", bundle);
	if (!mkdtemp(folder))
		return sms_error(SMS_ENVIRONMENT, "cannot make the folder '%s'", folder);
	struct sms_error *error = unpack(folder, absolute, bundle);
	if (error) {
		sms_bundle_remove(folder);
		return error;
	}
	*out = sms_move(&folder);
	return NULL;
}
