/* What the tests of git share: a folder of their own, git's command line as the judge, and writes in one call. */
#ifndef SMS_TEST_GIT_FIXTURE_H
#define SMS_TEST_GIT_FIXTURE_H

#include "base/file.h"
#include "wrap/git/write.h"
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define HELPER __attribute__((unused)) static

static char root[256];
static struct sms_identity someone;

/* Runs a shell command and gives its trimmed output; the caller's. */
HELPER char *output(const char *format, ...) __attribute__((format(printf, 1, 2)));
HELPER char *output(const char *format, ...)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	va_list arguments;
	va_start(arguments, format);
	sms_auto(string) char *command = sms_vformat(format, arguments);
	va_end(arguments);
	FILE *pipe = popen(command, "r");
	char piece[4096];
	size_t length;
	while ((length = fread(piece, 1, sizeof piece, pipe)) > 0)
		sms_buf_add(&text, piece, length);
	int status = pclose(pipe);
	if (status != 0)
		fail_msg("'%s' ended with %d", command, status);
	while (text.length && text.data[text.length - 1] == '\n')
		sms_buf_truncate(&text, text.length - 1);
	return text.data ? sms_buf_take(&text) : sms_strdup("");
}

/* Runs a shell command that must succeed. */
HELPER void sh(const char *format, ...) __attribute__((format(printf, 1, 2)));
HELPER void sh(const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	sms_auto(string) char *command = sms_vformat(format, arguments);
	va_end(arguments);
	int status = system(command);
	if (status != 0)
		fail_msg("'%s' ended with %d", command, status);
}

HELPER void expect_output(const char *expected, const char *command)
{
	sms_auto(string) char *text = output("%s", command);
	assert_string_equal(text, expected);
}

/* What every write must leave behind. */
HELPER void expect_clean(void)
{
	expect_output("", "git status --porcelain");
	expect_output("", "git fsck --strict --no-dangling 2>&1 | grep -v '^notice' || :");
}

HELPER void expect_ok(struct sms_error *error)
{
	if (error)
		fail_msg("%s", sms_error_message(error));
}

/* The error must have the status and the words; frees it. */
HELPER void expect_error(struct sms_error *error, enum sms_status status, const char *words)
{
	assert_non_null(error);
	if (sms_error_status(error) != status || !strstr(sms_error_message(error), words))
		fail_msg("status %d: %s", sms_error_status(error), sms_error_message(error));
	sms_error_free(error);
}

HELPER void put(const char *path, const char *text)
{
	expect_ok(sms_file_write(path, text, strlen(text)));
}

HELPER void expect_text(const char *path, const char *text)
{
	sms_auto(buf) struct sms_buf bytes = SMS_BUF_INIT;
	expect_ok(sms_file_read(&bytes, path, 1 << 20));
	assert_string_equal(sms_buf_text(&bytes), text);
}

HELPER int set_up(void **state)
{
	const char *temporary = getenv("TMPDIR");
	snprintf(root, sizeof root, "%s/sms-test-git-XXXXXX", temporary ? temporary : "/tmp");
	if (!mkdtemp(root) || chdir(root) < 0)
		return -1;
	/* libgit2 looks at HOME once in a process: nothing may be there. */
	setenv("HOME", "/nonexistent", 1);
	setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
	setenv("GIT_AUTHOR_NAME", "Ada Tester", 1);
	setenv("GIT_AUTHOR_EMAIL", "ada@example.org", 1);
	setenv("GIT_COMMITTER_NAME", "Ada Tester", 1);
	setenv("GIT_COMMITTER_EMAIL", "ada@example.org", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "UTC", 1);
	unsetenv("GIT_DIR");
	unsetenv("XDG_CONFIG_HOME");
	static char name[] = "Ada Tester", email[] = "ada@example.org";
	someone = (struct sms_identity){name, email};
	return 0;
}

HELPER int tear_down(void **state)
{
	if (chdir("/") < 0)
		return -1;
	sms_auto(string) char *command = sms_format("rm -rf '%s'", root);
	return system(command);
}

/* A fresh repository in the test's folder. */
HELPER struct sms_repo *new_repo(bool bare)
{
	struct sms_repo *repo;
	expect_ok(sms_repo_init(&repo, ".", bare));
	return repo;
}

/* The write of `files` on the tip, at a fixed time. */
HELPER struct sms_error *write_files(struct sms_repo *repo, const struct sms_write_file *files, size_t count,
				     struct sms_oid *out)
{
	sms_auto(lock) struct sms_lock *lock = NULL;
	struct sms_oid tip;
	SMS_TRY(sms_lock_take(&lock, repo, 5));
	SMS_TRY(sms_repo_head(repo, &tip));
	struct sms_write write = {.parent = &tip,
				  .files = files,
				  .count = count,
				  .message = "write\n\nbody",
				  .author = &someone,
				  .time = 1700000000};
	return sms_repo_write(repo, lock, &write, out);
}

/* The write of one text file; NULL removes it. */
HELPER struct sms_error *write_text(struct sms_repo *repo, const char *path, const char *text, struct sms_oid *out)
{
	struct sms_oid unused;
	struct sms_write_file file = {path, text, text ? strlen(text) : 0};
	return write_files(repo, &file, 1, out ? out : &unused);
}

HELPER struct sms_oid head_of(const struct sms_repo *repo)
{
	struct sms_oid oid;
	expect_ok(sms_repo_head(repo, &oid));
	return oid;
}

#endif
