/* Signing, and verifying what libcrypto is not asked about, by ssh-keygen: started by its absolute path, without a
 * shell, with next to no environment, and never through git's gpg.ssh.program. See signature.h. */
#include "base/file.h"
#include "base/list.h"
#include "base/process.h"
#include "wrap/signature/signature.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PROGRAM "ssh-keygen"
#define PRINCIPAL "signer"

/* A folder of our own for what ssh-keygen takes only as files. */
struct folder {
	char path[64];
	struct sms_list files;
};

static void folder_release(struct folder *folder)
{
	for (size_t i = 0; i < folder->files.count; i++)
		unlink(folder->files.items[i]);
	sms_list_release(&folder->files);
	if (*folder->path)
		rmdir(folder->path);
}
SMS_AUTO_STRUCT(folder, struct folder, folder_release);

static struct sms_error *folder_make(struct folder *folder)
{
	const char *base = getenv("TMPDIR");
	if (!base || *base != '/' || strlen(base) > 40)
		base = "/tmp";
	snprintf(folder->path, sizeof folder->path, "%s/sms-ssh-XXXXXX", base);
	if (mkdtemp(folder->path))
		return NULL;
	sms_auto(string) char *wanted = sms_strdup(folder->path);
	*folder->path = '\0';
	return sms_error(SMS_ENVIRONMENT, "cannot make the folder '%s'", wanted);
}

/* Writes a file; its path is borrowed from the folder. */
static struct sms_error *folder_add(struct folder *folder, const char *name, const void *bytes, size_t length,
				    const char **path)
{
	sms_list_add_format(&folder->files, "%s/%s", folder->path, name);
	*path = folder->files.items[folder->files.count - 1];
	return sms_file_write(*path, bytes, length);
}

static struct sms_error *run(const struct sms_process *process, struct sms_buf *output, int *status)
{
	struct sms_error *error = sms_process_run(process, output, status);
	if (error && strstr(sms_error_message(error), "cannot find"))
		error = sms_error_hint(sms_error_wrap(error, "SSH signatures need it"),
				       "apt-get install openssh-client");
	return error;
}

struct sms_error *sms_signature_verify_by_program(const struct sms_public_key *key, const char *armour,
						  size_t armour_length, const char *space, const void *message,
						  size_t length, bool *good)
{
	sms_auto(folder) struct folder folder = {.path = ""};
	sms_auto(buf) struct sms_buf allowed = SMS_BUF_INIT;
	sms_auto(buf) struct sms_buf output = SMS_BUF_INIT;
	const char *allowed_path, *signature_path;
	int status = 0;
	*good = false;
	sms_buf_add_format(&allowed, PRINCIPAL " namespaces=\"%s\" ", space);
	sms_public_key_print(&allowed, key);
	sms_buf_add_char(&allowed, '\n');
	SMS_TRY(folder_make(&folder));
	SMS_TRY(folder_add(&folder, "allowed", sms_buf_text(&allowed), allowed.length, &allowed_path));
	SMS_TRY(folder_add(&folder, "signature", armour, armour_length, &signature_path));
	const char *const arguments[] = {PROGRAM,   "-Y", "verify",     "-n", space,          "-I",
					 PRINCIPAL, "-f", allowed_path, "-s", signature_path, NULL};
	const struct sms_process process = {
		.arguments = arguments, .input = length ? message : "", .input_length = length};
	SMS_TRY(run(&process, &output, &status));
	*good = status == 0;
	return NULL;
}

/* What a child that signs may know of us: where the agent is, and how to ask for a passphrase. */
static void add_environment(struct sms_list *out)
{
	static const char *const names[] = {"SSH_AUTH_SOCK", "SSH_ASKPASS", "SSH_ASKPASS_REQUIRE",
					    "DISPLAY",       "XAUTHORITY",  "WAYLAND_DISPLAY",
					    "TERM"};
	for (size_t i = 0; i < SMS_COUNT(names); i++)
		if (getenv(names[i]))
			sms_list_add_format(out, "%s=%s", names[i], getenv(names[i]));
}

/* The last line that is not empty: what went wrong in the end. */
static char *last_line(const struct sms_buf *text)
{
	const char *start = sms_buf_text(text), *end = start + strlen(start);
	while (end > start && strchr(" \t\r\n", end[-1]))
		end--;
	const char *line = end;
	while (line > start && line[-1] != '\n')
		line--;
	return sms_copy(line, (size_t)(end - line));
}

static struct sms_error *explain(const char *key_file, bool agent, const struct sms_buf *errors, int status)
{
	sms_auto(string) char *said = last_line(errors);
	struct sms_error *error =
		sms_error(SMS_INPUT, "cannot sign with '%s': %s", key_file, *said ? said : "ssh-keygen says no more");
	if (agent && !getenv("SSH_AUTH_SOCK"))
		error = sms_error_hint(error, "eval \"$(ssh-agent)\" && ssh-add");
	else if (agent || strstr(said, "agent"))
		error = sms_error_hint(error, "ssh-add");
	else if (strstr(said, "passphrase"))
		error = sms_error_hint(error, "ssh-add %s", key_file);
	return status ? error : sms_error_wrap(error, "no signature came");
}

struct sms_error *sms_signature_make(struct sms_buf *armour, const char *key_file, bool agent, const char *space,
				     const void *message, size_t length)
{
	sms_auto(list) struct sms_list environment = SMS_LIST_INIT;
	sms_auto(buf) struct sms_buf errors = SMS_BUF_INIT;
	const char *const arguments[] = {PROGRAM, "-Y", "sign", "-n", space, "-f", key_file, agent ? "-U" : NULL, NULL};
	int status = 0;
	add_environment(&environment);
	const char **variables = sms_alloc(environment.count + 1, sizeof *variables);
	for (size_t i = 0; i < environment.count; i++)
		variables[i] = environment.items[i];
	const struct sms_process process = {.arguments = arguments,
					    .environment = variables,
					    .input = length ? message : "",
					    .input_length = length,
					    .errors = &errors};
	struct sms_error *error = run(&process, armour, &status);
	free(variables);
	if (!error && (status || !armour->length))
		error = explain(key_file, agent, &errors, status);
	return error;
}
