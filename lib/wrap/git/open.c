/* Starting libgit2, opening and making repositories. */
#include "base/file.h"
#include "wrap/git/private.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

/* --- libgit2's start --- */

static void *memory_new(size_t size, const char *file, int line)
{
	return sms_realloc(NULL, size ? size : 1, 1);
}

static void *memory_resize(void *memory, size_t size, const char *file, int line)
{
	return sms_realloc(memory, size ? size : 1, 1);
}

static void memory_free(void *memory)
{
	free(memory);
}

#if LIBGIT2_VER_MAJOR == 1 && LIBGIT2_VER_MINOR < 7
static void *memory_zeroed(size_t count, size_t size, const char *file, int line)
{
	return sms_alloc(count, size);
}

static char *memory_strdup(const char *text, const char *file, int line)
{
	return sms_copy(text, strlen(text));
}

static char *memory_strndup(const char *text, size_t length, const char *file, int line)
{
	return sms_copy(text, strnlen(text, length));
}

static char *memory_substrdup(const char *bytes, size_t length, const char *file, int line)
{
	return sms_copy(bytes, length);
}

static void *memory_resize_array(void *memory, size_t count, size_t size, const char *file, int line)
{
	return sms_realloc(memory, count, size);
}

static void *memory_array(size_t count, size_t size, const char *file, int line)
{
	return sms_realloc(NULL, count, size);
}
#endif

/* A libgit2 that speaks TLS through Mbed TLS reads the system's certificates when it starts: six milliseconds of every
 * command, for a network that is only ever used by git itself, in a process of its own. No option of libgit2's avoids
 * that. The program's own functions of these names come before the library's and say that the file could not be read,
 * which libgit2 takes for "no certificates". With any other TLS library nobody calls them. */
int mbedtls_x509_crt_parse_file(void *chain, const char *path);
int mbedtls_x509_crt_parse_path(void *chain, const char *path);
enum { MBEDTLS_FILE_IO_ERROR = -0x2900 };

int mbedtls_x509_crt_parse_file(void *chain, const char *path)
{
	return MBEDTLS_FILE_IO_ERROR;
}

int mbedtls_x509_crt_parse_path(void *chain, const char *path)
{
	return MBEDTLS_FILE_IO_ERROR;
}

static int start_status;

/* libgit2 crashes on most failed allocations: its memory comes from functions that end the process instead. */
static void start(void)
{
	git_allocator allocator = {
		.gmalloc = memory_new,
		.grealloc = memory_resize,
		.gfree = memory_free,
#if LIBGIT2_VER_MAJOR == 1 && LIBGIT2_VER_MINOR < 7
		.gcalloc = memory_zeroed,
		.gstrdup = memory_strdup,
		.gstrndup = memory_strndup,
		.gsubstrdup = memory_substrdup,
		.greallocarray = memory_resize_array,
		.gmallocarray = memory_array,
#endif
	};
	start_status = git_libgit2_opts(GIT_OPT_SET_ALLOCATOR, &allocator);
	if (start_status >= 0)
		start_status = git_libgit2_init();
	if (start_status >= 0)
		start_status = git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
	/* Every object is read once, or from our own cache of trees; and what is read back must come from the disk. */
	if (start_status >= 0)
		start_status = git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 0);
}

struct sms_error *sms_git_start(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, start);
	return start_status < 0 ? sms_git_error(start_status, "cannot start libgit2") : NULL;
}

void sms_git_check_hashes(bool on)
{
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, (int)on);
}

/* The allocator ends the process itself; the system may still refuse memory for what it does. */
static bool is_out_of_memory(const git_error *last)
{
	return last && last->message &&
	       (last->klass == GIT_ERROR_NOMEMORY ||
		(last->klass == GIT_ERROR_OS && strstr(last->message, strerror(ENOMEM))));
}

struct sms_error *sms_git_error(int code, const char *format, ...)
{
	const git_error *last = git_error_last();
	if (is_out_of_memory(last))
		sms_out_of_memory();
	va_list arguments;
	va_start(arguments, format);
	sms_auto(string) char *context = sms_vformat(format, arguments);
	va_end(arguments);
	bool busy = code == GIT_ELOCKED || code == GIT_EMODIFIED;
	return sms_error(busy ? SMS_BUSY : SMS_ENVIRONMENT, "%s: %s", context,
			 last && last->message ? last->message : "unknown failure of libgit2");
}

/* --- Opening --- */

static bool last_error_has(const char *words)
{
	const git_error *last = git_error_last();
	return last && last->message && strstr(last->message, words);
}

static struct sms_error *explain_failure(int code, const char *path)
{
	sms_auto(string) char *absolute = realpath(path, NULL);
	const char *name = absolute ? absolute : path;
	/* 1.5.1 says "not found" when a foreign owner is met and no safe.directory is set. */
	if (code == GIT_EOWNER || last_error_has("safe.directory")) {
		struct sms_error *error =
			sms_error(SMS_ENVIRONMENT, "the git repository of '%s' belongs to another user", name);
		return sms_error_hint(error, "git config --global --add safe.directory '%s'", name);
	}
	if (last_error_has("extension") || last_error_has("repository version") || last_error_has("object format")) {
		struct sms_error *error = sms_git_error(code,
							"the git repository of '%s' has a format that is not "
							"supported",
							name);
		return sms_error_hint(error, "sms works with SHA-1 objects and references in files");
	}
	if (code == GIT_ENOTFOUND) {
		struct sms_error *error = sms_error(SMS_ENVIRONMENT, "no git repository in '%s' or above it", name);
		return sms_error_hint(error, "sms init --org NAME");
	}
	return sms_git_error(code, "cannot open the git repository of '%s'", name);
}

/* Takes `git`. */
static struct sms_error *adopt(struct sms_repo **out, git_repository *git)
{
	sms_auto(repo) struct sms_repo *repo = sms_alloc(1, sizeof *repo);
	repo->trees = sms_alloc(1, sizeof *repo->trees);
	repo->git = git;
	repo->workdir_fd = -1;
	int code = git_repository_odb(&repo->odb, git);
	if (code < 0)
		return sms_git_error(code, "cannot open the objects of '%s'", git_repository_path(git));
	const char *workdir = git_repository_workdir(git);
	if (workdir) {
		repo->workdir_fd = open(workdir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (repo->workdir_fd < 0)
			return sms_error_errno(errno, "cannot open the work tree '%s'", workdir);
	}
	*out = sms_move(&repo);
	return NULL;
}

static struct sms_error *open_git(struct sms_repo **out, const char *path, unsigned flags)
{
	git_repository *git = NULL;
	*out = NULL;
	SMS_TRY(sms_git_start());
	int code = git_repository_open_ext(&git, path, flags, NULL);
	if (code < 0)
		return explain_failure(code, path);
	return adopt(out, git);
}

struct sms_error *sms_repo_open(struct sms_repo **out, const char *path)
{
	return open_git(out, path, 0);
}

struct sms_error *sms_repo_reopen(struct sms_repo **out, const struct sms_repo *repo)
{
	SMS_TRY(open_git(out, git_repository_path(repo->git), GIT_REPOSITORY_OPEN_NO_SEARCH));
	if (repo->hash)
		sms_repo_prove(*out);
	return NULL;
}

void sms_repo_free(struct sms_repo *repo)
{
	if (!repo)
		return;
	if (repo->workdir_fd >= 0)
		close(repo->workdir_fd);
	sms_tree_cache_release(repo->trees);
	free(repo->trees);
	sms_tree_memo_free(repo->memo);
	sms_sha1_free(repo->hash);
	git_odb_free(repo->odb);
	git_repository_free(repo->git);
	free(repo);
}

void sms_repo_remember(struct sms_repo *repo)
{
	if (!repo->memo)
		repo->memo = sms_tree_memo_new();
}

const char *sms_repo_workdir(const struct sms_repo *repo)
{
	return git_repository_workdir(repo->git);
}

const char *sms_repo_gitdir(const struct sms_repo *repo)
{
	return git_repository_commondir(repo->git);
}

const char *sms_repo_own_gitdir(const struct sms_repo *repo)
{
	return git_repository_path(repo->git);
}

int sms_repo_workdir_fd(const struct sms_repo *repo)
{
	return repo->workdir_fd;
}

/* --- Making --- */

/* All 256 object folders at once: otherwise each appears with the first object in it, and its own entry in `objects`
 * would have to reach the disk then. */
static struct sms_error *make_object_folders(const char *gitdir)
{
	char name[3];
	sms_auto(string) char *objects = sms_format("%sobjects", gitdir);
	int folder = open(objects, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int failure = folder < 0 ? errno : 0;
	for (int i = 0; i < 256 && !failure; i++) {
		snprintf(name, sizeof name, "%02x", i);
		if (mkdirat(folder, name, 0777) < 0 && errno != EEXIST)
			failure = errno;
	}
	/* Of the whole file system, once: configuration, HEAD and the folders above count as well. */
	if (!failure && (fsync(folder) < 0 || syncfs(folder) < 0))
		failure = errno;
	if (folder >= 0)
		close(folder);
	return failure ? sms_error_errno(failure, "cannot make the folders of '%s'", objects) : NULL;
}

static struct sms_error *set_config(const struct sms_repo *repo)
{
	git_config *config = NULL;
	int code = git_repository_config(&config, repo->git);
	if (code >= 0)
		code = git_config_set_string(config, "core.fsync", "all");
	/* libgit2 does not read commit-graphs of git's default version 2. */
	if (code >= 0)
		code = git_config_set_int32(config, "commitGraph.generationVersion", 1);
	git_config_free(config);
	return code < 0 ? sms_git_error(code, "cannot configure '%s'", git_repository_path(repo->git)) : NULL;
}

static struct sms_error *make_git(struct sms_repo **out, const char *path, bool bare)
{
	git_repository *git = NULL;
	git_repository_init_options options;
	int code = git_repository_init_options_init(&options, GIT_REPOSITORY_INIT_OPTIONS_VERSION);
	options.flags = GIT_REPOSITORY_INIT_MKDIR | GIT_REPOSITORY_INIT_MKPATH | GIT_REPOSITORY_INIT_NO_REINIT;
	if (bare)
		options.flags |= GIT_REPOSITORY_INIT_BARE;
	options.initial_head = "main";
	if (code >= 0)
		code = git_repository_init_ext(&git, path, &options);
	if (code < 0)
		return sms_git_error(code, "cannot make a git repository in '%s'", path);
	return adopt(out, git);
}

struct sms_error *sms_repo_init(struct sms_repo **out, const char *path, bool bare)
{
	sms_auto(repo) struct sms_repo *repo = NULL;
	*out = NULL;
	SMS_TRY(sms_git_start());
	int code = git_repository_open_ext(NULL, path, GIT_REPOSITORY_OPEN_NO_SEARCH, NULL);
	if (code == GIT_ENOTFOUND && !last_error_has("safe.directory"))
		SMS_TRY(make_git(&repo, path, bare));
	else
		SMS_TRY(open_git(&repo, path, GIT_REPOSITORY_OPEN_NO_SEARCH));
	if (bare != (repo->workdir_fd < 0))
		return sms_error(SMS_INPUT,
				 bare ? "'%s' has a git repository with a work tree" : "'%s' is a bare git repository",
				 path);
	SMS_TRY(set_config(repo));
	SMS_TRY(make_object_folders(sms_repo_gitdir(repo)));
	*out = sms_move(&repo);
	return NULL;
}
