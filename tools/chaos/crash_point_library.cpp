// Loaded into the shop by LD_PRELOAD: stands between it and the kernel, counts what it sends over
// connections that it opened, and kills it at the one it is told.
#include "crash_point.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

using kontor::chaos::CrashPoint;
using kontor::chaos::Moment;

namespace {

constexpr int most_files = 4096;

std::array<std::atomic<bool>, most_files> opened_here;
CrashPoint* point = nullptr;

template <class Function>
Function* next(const char* name) {
    return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

void mark(int file, bool opened) {
    if (file >= 0 && file < most_files) opened_here[static_cast<std::size_t>(file)] = opened;
}

bool counts(int file) {
    return point && point->moment != Moment::never && file >= 0 && file < most_files &&
           opened_here[static_cast<std::size_t>(file)];
}

void die(const void* request, std::size_t size) {
    const auto kept = std::min(size, point->request.size());
    std::copy_n(static_cast<const char*>(request), kept, point->request.begin());
    point->request_size = kept;
    point->moment = Moment::never;
    kill(getpid(), SIGKILL);
    pause();
}

// Not for PostgreSQL and other programs that the shop starts.
__attribute__((constructor)) void attach() {
    const char* file = std::getenv(kontor::chaos::crash_point_file);
    unsetenv("LD_PRELOAD");
    if (!file) return;
    const int descriptor = open(file, O_RDWR | O_CLOEXEC);
    void* memory =
        mmap(nullptr, sizeof(CrashPoint), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    if (memory != MAP_FAILED) point = static_cast<CrashPoint*>(memory);
}

}  // namespace

extern "C" {

int connect(int file, const sockaddr* address, socklen_t size) {
    static auto* const real = next<decltype(connect)>("connect");
    mark(file, true);
    return real(file, address, size);
}

int close(int file) {
    static auto* const real = next<decltype(close)>("close");
    mark(file, false);
    return real(file);
}

ssize_t send(int file, const void* request, std::size_t size, int flags) {
    static auto* const real = next<decltype(send)>("send");
    if (!counts(file)) return real(file, request, size, flags);
    const auto number = ++point->sent;
    const auto moment = point->moment.load();
    const bool here = number == point->kill_at;
    if (here && moment == Moment::before_sending) die(request, size);
    const auto sent = real(file, request, size, flags);
    if (here && moment == Moment::after_sending) die(request, size);
    return sent;
}
}
