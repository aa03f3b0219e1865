// Ctrl-C in the middle of long work: it is asked for between two pieces of work, so that what has
// been done so far is still told.
#pragma once

namespace sim::simrun {

/// While it lives, SIGINT and SIGTERM wait until they are asked for. The first one asked for gives
/// the signals back their usual effect: a second Ctrl-C ends the program at once. Threads begun
/// meanwhile inherit the waiting. REQUIRES: one at a time, made by the main thread.
class Interrupts {
  public:
    Interrupts();
    ~Interrupts();
    Interrupts(const Interrupts&) = delete;
    Interrupts& operator=(const Interrupts&) = delete;

    /// The signal that has come, 0 if none has.
    [[nodiscard]] int signal();
    /// What a shell reports of a program that a signal ended: 128 + its number.
    [[nodiscard]] int exit_code() { return 128 + signal(); }

  private:
    void wait_no_longer();

    int came_ = 0;
    bool waiting_ = true;
};

}  // namespace sim::simrun
