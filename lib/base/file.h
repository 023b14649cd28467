/* Files: read whole, written so that after a crash either the old or the new contents are there.
 * The _at forms stay beneath a directory and follow no symbolic link (openat2 RESOLVE_BENEATH|RESOLVE_NO_SYMLINKS,
 * O_NOFOLLOW for each component where the kernel lacks it), and take regular files only. */
#ifndef SMS_BASE_FILE_H
#define SMS_BASE_FILE_H

#include "base/buf.h"
#include "base/error.h"
#include <sys/stat.h>

/* Replaces the contents of `out` with the file's; `-` is standard input. More than `limit` bytes is an error INPUT.
 * A missing file is an error INPUT, other failures are ENVIRONMENT. */
struct sms_error *sms_file_read(struct sms_buf *out, const char *path, size_t limit) SMS_CHECKED;
/* As sms_file_read beneath `directory` (an open descriptor). `found` is false, without an error, where there is no
 * such path; `found` may be NULL, then that is an error. `status` may be NULL. */
struct sms_error *sms_file_read_at(struct sms_buf *out, int directory, const char *path, size_t limit, bool *found,
				   struct stat *status) SMS_CHECKED;
/* Writes by temporary file and rename, makes missing folders; with `sync` fsyncs file and folder. Mode 0644. */
struct sms_error *sms_file_write_at(int directory, const char *path, const void *bytes, size_t length, bool sync,
				    struct stat *status) SMS_CHECKED;
/* As sms_file_write_at for a path as a user gives it. */
struct sms_error *sms_file_write(const char *path, const void *bytes, size_t length) SMS_CHECKED;
/* The same for what may be lost, such as a cache: nothing is flushed to the disk. */
struct sms_error *sms_file_write_unsynced(const char *path, const void *bytes, size_t length) SMS_CHECKED;
/* Removes a file and the folders that this leaves empty; a missing file is no error. */
struct sms_error *sms_file_remove_at(int directory, const char *path) SMS_CHECKED;
/* Opens a folder beneath `directory`; the descriptor is the caller's, -1 with errno where there is none (ELOOP: a
 * symbolic link is in the way). */
int sms_dir_open_at(int directory, const char *path);
/* Makes a folder and its parents. */
struct sms_error *sms_dir_make(const char *path) SMS_CHECKED;
bool sms_file_exists(const char *path);
/* Random bytes of the system's source. */
void sms_random(void *out, size_t length);

#endif
