/* Who may write. The kernel gives our own lock back when its holder dies; git's lock files stay, so they are waited
 * for, and then reported with what to do. */
#include "base/file.h"
#include "wrap/git/write_private.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

static int64_t milliseconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool sms_lock_wait(const struct sms_lock *lock, unsigned *round)
{
	enum { LONGEST = 50000 }; /* microseconds */
	uint32_t jitter;
	if (milliseconds() >= lock->deadline)
		return false;
	unsigned base = *round < 6 ? 500u << *round : LONGEST;
	base = base < LONGEST ? base : LONGEST;
	sms_random(&jitter, sizeof jitter);
	usleep(base / 2 + jitter % base);
	++*round;
	return true;
}

struct sms_error *sms_lock_error(const char *path)
{
	struct stat status;
	char age[32] = "";
	if (lstat(path, &status) == 0)
		sms_time_describe((sms_time)(time(NULL) - status.st_mtime), age);
	struct sms_error *error =
		sms_error(SMS_BUSY, "a git command holds '%s', %s old, or was killed and left it behind", path, age);
	return sms_error_hint(error, "rm '%s'    (when no git command is running)", path);
}

struct sms_error *sms_repo_branch(const struct sms_repo *repo, char **out)
{
	git_reference *head = NULL;
	*out = NULL;
	int code = git_reference_lookup(&head, repo->git, "HEAD");
	if (code < 0)
		return sms_git_error(code, "cannot read HEAD of '%s'", sms_repo_own_gitdir(repo));
	const char *target = git_reference_symbolic_target(head);
	*out = sms_strdup(target);
	git_reference_free(head);
	if (*out)
		return NULL;
	struct sms_error *error =
		sms_error(SMS_INPUT, "HEAD is detached: a commit made there would belong to no branch");
	return sms_error_hint(error, "git switch BRANCH");
}

/* A lock file that one of our own runs left when it was killed. As we hold the writers' lock, that run is over; its
 * journal tells which index.lock it held and which commit it was writing into the branch's lock. A branch's lock that
 * is still empty could be git's, but git fills it at once. */
static bool is_ours(const struct sms_repo *repo, const char *path, const struct stat *status)
{
	enum { SECONDS = 2 };
	struct sms_journal journal;
	char text[SMS_OID_SIZE];
	sms_auto(buf) struct sms_buf contents = SMS_BUF_INIT;
	sms_auto(error) struct sms_error *error = sms_journal_read(repo, &journal);
	if (error || !journal.pending)
		return false;
	if (journal.inode == status->st_ino && journal.device == status->st_dev)
		return true;
	error = S_ISREG(status->st_mode) ? sms_file_read(&contents, path, SMS_OID_SIZE) : NULL;
	if (error || !S_ISREG(status->st_mode) || !strstr(path, "refs/heads/"))
		return false;
	sms_oid_format(&journal.commit, text);
	if (contents.length)
		return strncmp(contents.data, text, sizeof text - 1) == 0;
	return time(NULL) - status->st_mtime >= SECONDS;
}

/* Waits until a lock file of git's is gone. */
static struct sms_error *await_file(const struct sms_lock *lock, const struct sms_repo *repo, const char *path)
{
	struct stat status;
	unsigned round = 0;
	while (lstat(path, &status) == 0) {
		if (is_ours(repo, path, &status)) {
			if (unlink(path) < 0)
				return sms_error_errno(errno, "cannot remove '%s'", path);
			return NULL;
		}
		if (!sms_lock_wait(lock, &round))
			return sms_lock_error(path);
	}
	return NULL;
}

static struct sms_error *await_git(const struct sms_lock *lock, const struct sms_repo *repo)
{
	sms_auto(string) char *head = sms_format("%sHEAD.lock", sms_repo_own_gitdir(repo));
	sms_auto(string) char *index = sms_format("%sindex.lock", sms_repo_own_gitdir(repo));
	SMS_TRY(await_file(lock, repo, head));
	if (sms_repo_workdir(repo))
		SMS_TRY(await_file(lock, repo, index));
	git_reference *reference = NULL;
	int code = git_reference_lookup(&reference, repo->git, "HEAD");
	const char *target = code < 0 ? NULL : git_reference_symbolic_target(reference);
	sms_auto(string) char *branch = target ? sms_format("%s%s.lock", sms_repo_gitdir(repo), target) : NULL;
	git_reference_free(reference);
	return branch ? await_file(lock, repo, branch) : NULL;
}

static struct sms_error *take_flock(const struct sms_lock *lock, const char *path)
{
	unsigned round = 0;
	while (flock(lock->fd, LOCK_EX | LOCK_NB) < 0) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return sms_error_errno(errno, "cannot lock '%s'", path);
		if (!sms_lock_wait(lock, &round))
			return sms_error(SMS_BUSY, "another sms is writing to '%s'", path);
	}
	return NULL;
}

struct sms_error *sms_lock_take(struct sms_lock **out, const struct sms_repo *repo, unsigned patience)
{
	*out = NULL;
	sms_auto(string) char *folder = sms_format("%ssms", sms_repo_gitdir(repo));
	sms_auto(string) char *path = sms_format("%s/lock", folder);
	sms_auto(lock) struct sms_lock *lock = sms_alloc(1, sizeof *lock);
	lock->deadline = milliseconds() + (int64_t)patience * 1000;
	lock->fd = -1;
	SMS_TRY(sms_dir_make(folder));
	lock->fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0666);
	if (lock->fd < 0)
		return sms_error_errno(errno, "cannot open '%s'", path);
	SMS_TRY(take_flock(lock, sms_repo_gitdir(repo)));
	SMS_TRY(await_git(lock, repo));
	*out = sms_move(&lock);
	return NULL;
}

void sms_lock_free(struct sms_lock *lock)
{
	if (!lock)
		return;
	if (lock->fd >= 0)
		close(lock->fd);
	free(lock);
}
