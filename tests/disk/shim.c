/* Stands between a process and the files below one folder (LD_PRELOAD), and makes the disk fail.
 *
 *   DISK_FOLDER  only files below it, and the folder itself, are watched
 *   DISK_LOG     write down every operation with its bytes, for a power cut that is played afterwards
 *   disk_arm(nth, error, torn, lasting)   from now on count operations: the nth fails with this errno (those after it as well when
 *                lasting); torn: half of its bytes are written and the process is killed
 *   disk_count() operations since then
 *
 * An operation is what changes the disk or makes sure of it: write, pwrite, ftruncate, fsync, fdatasync, unlink, rename, and
 * open when it makes a file.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILES 4096
static char paths[FILES][PATH_MAX];
static char watched[FILES];
static long count, nth, lasting, torn;
static int failure, armed;

static const char *folder(void) { return getenv("DISK_FOLDER"); }

static int inside(const char *path) {
  const char *root = folder();
  size_t length = root ? strlen(root) : 0;
  return length && path && strncmp(path, root, length) == 0 && (path[length] == 0 || path[length] == '/');
}

void disk_arm(long n, int error, int tear, int on) { count = 0; nth = n; failure = error; torn = tear; lasting = on; armed = 1; }
long disk_count(void) { return count; }

/* One line of the log: what, the path, an offset, a length, then so many bytes. */
static void note(char what, const char *path, const char *to, int64_t offset, const void *data, size_t length) {
  static ssize_t (*real)(int, const void *, size_t);
  const char *log = getenv("DISK_LOG");
  if (!log || !*log || !armed) return;
  if (!real) real = dlsym(RTLD_NEXT, "write");
  static int (*real_open)(const char *, int, ...);
  if (!real_open) real_open = dlsym(RTLD_NEXT, "open64");
  int file = real_open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
  char head[2 * PATH_MAX + 100];
  int size = snprintf(head, sizeof head, "%c\t%s\t%s\t%lld\t%zu\n", what, path, to, (long long)offset, length);
  if (file < 0 || real(file, head, size) != size) abort();
  if (length && real(file, data, length) != (ssize_t)length) abort();
  static int (*real_close)(int);
  if (!real_close) real_close = dlsym(RTLD_NEXT, "close");
  real_close(file);
}

/* Whether this operation fails: 0 no, 1 with errno, 2 torn. */
static int fails(void) {
  if (!armed) return 0;
  count++;
  if (!nth || count < nth || (count > nth && !lasting)) return 0;
  if (torn) return 2;
  errno = failure;
  return 1;
}

static void remember(int file, const char *path) {
  if (file >= 0 && file < FILES) {
    watched[file] = inside(path);
    if (watched[file]) { strncpy(paths[file], path, PATH_MAX - 1); }
  }
}

static int opened(int at, const char *path, int flags, mode_t mode) {
  static int (*real)(int, const char *, int, ...);
  if (!real) real = dlsym(RTLD_NEXT, "openat64");
  int makes = (flags & O_CREAT) && inside(path) && access(path, F_OK) != 0;
  if (makes && fails() == 1) return -1;
  int file = real(at, path, flags, mode);
  remember(file, path);
  if (makes && file >= 0) note('c', path, "", 0, 0, 0);
  if (file >= 0 && inside(path) && (flags & O_TRUNC) && !makes) note('t', path, "", 0, 0, 0);
  return file;
}

#define MODE mode_t mode = 0; if (flags & (O_CREAT | O_TMPFILE)) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); }
int open(const char *path, int flags, ...) { MODE return opened(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE return opened(AT_FDCWD, path, flags, mode); }
int openat(int at, const char *path, int flags, ...) { MODE return opened(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE return opened(at, path, flags, mode); }

int close(int file) {
  static int (*real)(int);
  if (!real) real = dlsym(RTLD_NEXT, "close");
  if (file >= 0 && file < FILES) watched[file] = 0;
  return real(file);
}

static int is_watched(int file) { return file >= 0 && file < FILES && watched[file]; }

static ssize_t put(int file, const void *data, size_t size, int64_t offset) {
  static ssize_t (*real)(int, const void *, size_t, off64_t);
  static ssize_t (*plain)(int, const void *, size_t);
  if (!real) real = dlsym(RTLD_NEXT, "pwrite64");
  if (!plain) plain = dlsym(RTLD_NEXT, "write");
  int64_t at = offset;
  if (is_watched(file)) {
    struct stat status;
    if (offset < 0) {
      at = lseek64(file, 0, SEEK_CUR);
      if (fcntl(file, F_GETFL) & O_APPEND && fstat(file, &status) == 0) at = status.st_size;
    }
    int how = fails();
    if (how == 1) return -1;
    if (how == 2) {
      if (offset < 0) plain(file, data, size / 2); else real(file, data, size / 2, offset);
      kill(getpid(), SIGKILL);
    }
    note('w', paths[file], "", at, data, size);
  }
  return offset < 0 ? plain(file, data, size) : real(file, data, size, offset);
}

ssize_t write(int file, const void *data, size_t size) { return put(file, data, size, -1); }
ssize_t pwrite(int file, const void *data, size_t size, off_t offset) { return put(file, data, size, offset); }
ssize_t pwrite64(int file, const void *data, size_t size, off64_t offset) { return put(file, data, size, offset); }

#define BEFORE(what, offset) \
  if (is_watched(file)) { int how = fails(); if (how == 1) return -1; if (how == 2) kill(getpid(), SIGKILL); note(what, paths[file], "", offset, 0, 0); }
int ftruncate(int file, off_t size) {
  static int (*real)(int, off_t);
  if (!real) real = dlsym(RTLD_NEXT, "ftruncate");
  BEFORE('t', size) return real(file, size);
}
int ftruncate64(int file, off64_t size) {
  static int (*real)(int, off64_t);
  if (!real) real = dlsym(RTLD_NEXT, "ftruncate64");
  BEFORE('t', size) return real(file, size);
}
int fsync(int file) {
  static int (*real)(int);
  if (!real) real = dlsym(RTLD_NEXT, "fsync");
  BEFORE('s', 0) return real(file);
}
int fdatasync(int file) {
  static int (*real)(int);
  if (!real) real = dlsym(RTLD_NEXT, "fdatasync");
  BEFORE('s', 0) return real(file);
}
int unlink(const char *path) {
  static int (*real)(const char *);
  if (!real) real = dlsym(RTLD_NEXT, "unlink");
  if (inside(path)) { int how = fails(); if (how == 1) return -1; if (how == 2) kill(getpid(), SIGKILL); note('u', path, "", 0, 0, 0); }
  return real(path);
}
int rename(const char *path, const char *to) {
  static int (*real)(const char *, const char *);
  if (!real) real = dlsym(RTLD_NEXT, "rename");
  if (inside(path)) { int how = fails(); if (how == 1) return -1; if (how == 2) kill(getpid(), SIGKILL); note('r', path, to, 0, 0, 0); }
  return real(path, to);
}
