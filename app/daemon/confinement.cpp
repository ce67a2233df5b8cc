// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/confinement.h"

#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <initializer_list>
#include <memory>

#if defined(__SANITIZE_ADDRESS__)
// Looking for leaks at the end takes a thread that traces the others, which the confined may not have.
static bool mayLookForLeaks = true;
extern "C" int __lsan_is_turned_off() {
    return mayLookForLeaks ? 0 : 1;
}
#endif

namespace binnacle {
namespace {

constexpr rlim_t kMemoryBytes = 512U << 20U;
constexpr rlim_t kDescriptors = 256;
constexpr std::size_t kStackBytes = 512U << 10U;

#if defined(__SANITIZE_ADDRESS__)
constexpr bool kIsSanitized = true;
#else
constexpr bool kIsSanitized = false;
#endif

auto refused(const std::string& what, int error) {
    return failure(ErrorCode::unavailable, "confinement", what + ": " + std::strerror(error));
}

Result<void> limit(__rlimit_resource resource, rlim_t most, const char* what) {
    const rlimit both{most, most};
    return setrlimit(resource, &both) == 0 ? Result<void>() : refused(what, errno);
}

// Every thread's stack and every arena of malloc() counts as memory from its start, used or not.
void spareMemory() {
    mallopt(M_ARENA_MAX, 1);
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, kStackBytes);
    pthread_setattr_default_np(&attributes);
    pthread_attr_destroy(&attributes);
}

Result<void> setLimits() {
    if (auto done = limit(RLIMIT_CORE, 0, "core dumps"); !done) return done;
    std::signal(SIGXFSZ, SIG_IGN);
    if (auto done = limit(RLIMIT_FSIZE, 0, "size of files"); !done) return done;
    if (auto done = limit(RLIMIT_NOFILE, kDescriptors, "descriptors"); !done) return done;
    if (kIsSanitized) return {};
    spareMemory();
    return limit(RLIMIT_AS, kMemoryBytes, "memory");
}

/// A seccomp filter in the making: what is not allowed fails with EPERM.
class CallFilter {
  public:
    CallFilter() : m_context(seccomp_init(SCMP_ACT_ERRNO(EPERM)), &seccomp_release) {}

    void allow(std::initializer_list<int> calls) {
        for (const int call : calls) note(seccomp_rule_add(m_context.get(), SCMP_ACT_ALLOW, call, 0));
    }
    void allowIf(int call, scmp_arg_cmp argument) {
        note(seccomp_rule_add_array(m_context.get(), SCMP_ACT_ALLOW, call, 1, &argument));
    }
    void pretendMissing(int call) {
        note(seccomp_rule_add(m_context.get(), SCMP_ACT_ERRNO(ENOSYS), call, 0));
    }
    /// For all threads at once, those that run already too.
    Result<void> load() {
        note(seccomp_attr_set(m_context.get(), SCMP_FLTATR_CTL_TSYNC, 1));
        if (m_error == 0) note(seccomp_load(m_context.get()));
        return m_error == 0 ? Result<void>() : refused("system calls", -m_error);
    }

  private:
    void note(int outcome) {
        if (m_error == 0 && outcome < 0) m_error = outcome;
    }

    std::unique_ptr<void, decltype(&seccomp_release)> m_context;
    int m_error = 0;
};

void allowWorkWithWhatIsOpen(CallFilter& filter) {
    filter.allow({SCMP_SYS(read),       SCMP_SYS(readv),      SCMP_SYS(pread64),   SCMP_SYS(preadv),
                  SCMP_SYS(write),      SCMP_SYS(writev),     SCMP_SYS(close),     SCMP_SYS(lseek),
                  SCMP_SYS(fstat),      SCMP_SYS(newfstatat), SCMP_SYS(stat),      SCMP_SYS(lstat),
                  SCMP_SYS(statx),      SCMP_SYS(access),     SCMP_SYS(faccessat), SCMP_SYS(readlink),
                  SCMP_SYS(readlinkat), SCMP_SYS(getdents64), SCMP_SYS(fcntl),     SCMP_SYS(ioctl),
                  SCMP_SYS(dup),        SCMP_SYS(pipe2),      SCMP_SYS(eventfd2)});
    filter.allow({SCMP_SYS(poll), SCMP_SYS(ppoll), SCMP_SYS(epoll_create1), SCMP_SYS(epoll_ctl),
                  SCMP_SYS(epoll_wait), SCMP_SYS(epoll_pwait), SCMP_SYS(epoll_pwait2)});
    filter.allow({SCMP_SYS(accept4), SCMP_SYS(recvmsg), SCMP_SYS(recvfrom), SCMP_SYS(sendmsg),
                  SCMP_SYS(sendto), SCMP_SYS(getsockname), SCMP_SYS(getpeername), SCMP_SYS(getsockopt),
                  SCMP_SYS(setsockopt), SCMP_SYS(shutdown)});
    constexpr scmp_datum_t kChanges = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND;
    filter.allowIf(SCMP_SYS(openat), SCMP_A2(SCMP_CMP_MASKED_EQ, kChanges, O_RDONLY));
    filter.allowIf(SCMP_SYS(open), SCMP_A1(SCMP_CMP_MASKED_EQ, kChanges, O_RDONLY));
}

void allowMemoryAndThreads(CallFilter& filter) {
    filter.allow({SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(futex),
                  SCMP_SYS(set_robust_list), SCMP_SYS(rseq), SCMP_SYS(set_tid_address), SCMP_SYS(membarrier),
                  SCMP_SYS(sched_yield), SCMP_SYS(sched_getaffinity), SCMP_SYS(sched_getparam),
                  SCMP_SYS(sched_getscheduler), SCMP_SYS(exit), SCMP_SYS(exit_group),
                  SCMP_SYS(restart_syscall)});
    filter.allowIf(SCMP_SYS(mmap), SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    filter.allowIf(SCMP_SYS(mprotect), SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    // Threads, but no processes. The flags of clone3 lie where no filter can look, so that glibc must use
    // clone.
    filter.allowIf(SCMP_SYS(clone), SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD));
    filter.pretendMissing(SCMP_SYS(clone3));
}

void allowTimeAndSelf(CallFilter& filter) {
    filter.allow({SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres), SCMP_SYS(clock_nanosleep),
                  SCMP_SYS(nanosleep), SCMP_SYS(gettimeofday), SCMP_SYS(getrandom), SCMP_SYS(getpid),
                  SCMP_SYS(gettid), SCMP_SYS(getuid), SCMP_SYS(geteuid), SCMP_SYS(getgid), SCMP_SYS(getegid),
                  SCMP_SYS(uname), SCMP_SYS(sysinfo), SCMP_SYS(getrusage), SCMP_SYS(getcpu)});
    filter.allow({SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn),
                  SCMP_SYS(rt_sigtimedwait), SCMP_SYS(sigaltstack)});
    // Its own threads' signals and names.
    filter.allowIf(SCMP_SYS(tgkill), SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(getpid())));
    filter.allowIf(SCMP_SYS(prctl), SCMP_A0(SCMP_CMP_EQ, PR_SET_NAME));
    // Limits may be read.
    filter.allowIf(SCMP_SYS(prlimit64), SCMP_A2(SCMP_CMP_EQ, 0));
}

}  // namespace

Result<void> confine() {
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return refused("privileges", errno);
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return refused("core dumps", errno);
    if (auto limited = setLimits(); !limited) return limited;
    CallFilter filter;
    allowWorkWithWhatIsOpen(filter);
    allowMemoryAndThreads(filter);
    allowTimeAndSelf(filter);
#if defined(__SANITIZE_ADDRESS__)
    mayLookForLeaks = false;
#endif
    return filter.load();
}

}  // namespace binnacle
