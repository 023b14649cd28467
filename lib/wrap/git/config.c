/* What a repository is set to, and what is odd about it. */
#include "base/file.h"
#include "wrap/git/private.h"
#include "wrap/text.h"
#include <sys/stat.h>

/* What the user has set for every repository. */
static int open_users_own(git_config **out)
{
	git_config *config = NULL;
	int code = git_config_open_default(&config);
	if (code >= 0)
		code = git_config_snapshot(out, config);
	git_config_free(config);
	return code;
}

struct sms_error *sms_repo_config(const struct sms_repo *repo, const char *key, char **out)
{
	git_config *config = NULL;
	const char *value = NULL;
	*out = NULL;
	SMS_TRY(sms_git_start());
	int code = repo ? git_repository_config_snapshot(&config, repo->git) : open_users_own(&config);
	if (code >= 0)
		code = git_config_get_string(&value, config, key);
	struct sms_error *error = NULL;
	if (code >= 0)
		*out = sms_strdup(value);
	else if (code != GIT_ENOTFOUND)
		error = sms_git_error(code, "cannot read the configuration key '%s'", key);
	git_config_free(config);
	return error;
}

/* --- Identity --- */

static struct sms_error *identity_error(struct sms_error *error)
{
	error = sms_error_hint(error, "git config --global user.name 'NAME'");
	return sms_error_hint(error, "git config --global user.email 'NAME@EXAMPLE.ORG'");
}

static struct sms_error *identity_part(const struct sms_repo *repo, const char *variable, const char *key, char **out)
{
	const char *value = getenv(variable);
	if (value && *value)
		*out = sms_strdup(value);
	else
		SMS_TRY(sms_repo_config(repo, key, out));
	if (!*out || !**out)
		return identity_error(sms_error(SMS_INPUT, "git does not know who you are: '%s' is not set", key));
	/* Angle brackets would end the name early where git reads it. */
	if (sms_text_is_unsafe(*out) || strpbrk(*out, "<>") || !(*out)[strspn(*out, " .,:;\"\\'")])
		return identity_error(sms_error(SMS_INPUT, "'%s' holds characters that are not allowed", key));
	return NULL;
}

struct sms_error *sms_repo_identity(const struct sms_repo *repo, struct sms_identity *out)
{
	sms_auto(identity) struct sms_identity identity = {0};
	*out = (struct sms_identity){0};
	SMS_TRY(identity_part(repo, "GIT_AUTHOR_NAME", "user.name", &identity.name));
	SMS_TRY(identity_part(repo, "GIT_AUTHOR_EMAIL", "user.email", &identity.email));
	out->name = sms_move(&identity.name);
	out->email = sms_move(&identity.email);
	return NULL;
}

void sms_identity_release(struct sms_identity *identity)
{
	free(identity->name);
	free(identity->email);
	*identity = (struct sms_identity){0};
}

/* --- Oddities --- */

static bool has_bytes(const struct sms_repo *repo, const char *name)
{
	struct stat status;
	sms_auto(string) char *path = sms_format("%s%s", sms_repo_gitdir(repo), name);
	return stat(path, &status) == 0 && status.st_size > 0;
}

static struct sms_error *has_replace_refs(const struct sms_repo *repo, bool *out)
{
	git_reference_iterator *iterator = NULL;
	const char *name;
	int code = git_reference_iterator_glob_new(&iterator, repo->git, "refs/replace/*");
	if (code >= 0)
		code = git_reference_next_name(&name, iterator);
	git_reference_iterator_free(iterator);
	*out = code >= 0;
	return code < 0 && code != GIT_ITEROVER ? sms_git_error(code, "cannot list the references") : NULL;
}

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), end_length = strlen(end);
	return length >= end_length && strcmp(text + length - end_length, end) == 0;
}

static bool tells_of_partial(const git_config_entry *entry)
{
	bool remote = strncmp(entry->name, "remote.", strlen("remote.")) == 0;
	bool named = strcmp(entry->name, "extensions.partialclone") == 0 ||
		     (remote && (ends_with(entry->name, ".promisor") || ends_with(entry->name, ".partialclonefilter")));
	return named && !(entry->value && strcmp(entry->value, "false") == 0);
}

/* Over all keys: libgit2 1.5 leaks memory for every key it matches with a pattern. */
static struct sms_error *is_partial(const struct sms_repo *repo, bool *out)
{
	git_config *config = NULL;
	git_config_iterator *iterator = NULL;
	git_config_entry *entry;
	*out = false;
	int code = git_repository_config_snapshot(&config, repo->git);
	if (code >= 0)
		code = git_config_iterator_new(&iterator, config);
	while (code >= 0 && !*out && (code = git_config_next(&entry, iterator)) >= 0)
		*out = tells_of_partial(entry);
	git_config_iterator_free(iterator);
	git_config_free(config);
	return code < 0 && code != GIT_ITEROVER ? sms_git_error(code, "cannot read the configuration") : NULL;
}

static bool is_yes(const char *value)
{
	int yes = 0;
	return value && git_config_parse_bool(&yes, value) == 0 && yes;
}

struct sms_error *sms_repo_oddities(const struct sms_repo *repo, struct sms_list *out)
{
	bool replaced, partial;
	sms_auto(string) char *sparse = NULL;
	SMS_TRY(has_replace_refs(repo, &replaced));
	SMS_TRY(is_partial(repo, &partial));
	SMS_TRY(sms_repo_config(repo, "core.sparsecheckout", &sparse));
	if (has_bytes(repo, "shallow"))
		sms_list_add(out, "shallow clone");
	if (replaced)
		sms_list_add(out, "replace refs");
	if (has_bytes(repo, "info/grafts"))
		sms_list_add(out, "grafts");
	if (partial)
		sms_list_add(out, "partial clone");
	if (has_bytes(repo, "objects/info/alternates"))
		sms_list_add(out, "alternates");
	if (is_yes(sparse))
		sms_list_add(out, "sparse checkout");
	return NULL;
}
