#include "sim/simrun/interrupts.hpp"

#include <csignal>
#include <ctime>

namespace sim::simrun {
namespace {

sigset_t both() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    return set;
}

}  // namespace

Interrupts::Interrupts() {
    const sigset_t set = both();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

Interrupts::~Interrupts() { wait_no_longer(); }

int Interrupts::signal() {
    if (came_ != 0) return came_;
    const sigset_t set = both();
    const timespec at_once{0, 0};
    const int signal = sigtimedwait(&set, nullptr, &at_once);
    if (signal > 0) {
        came_ = signal;
        wait_no_longer();
    }
    return came_;
}

void Interrupts::wait_no_longer() {
    if (!waiting_) return;
    waiting_ = false;
    const sigset_t set = both();
    pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

}  // namespace sim::simrun
