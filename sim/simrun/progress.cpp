#include "sim/simrun/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <utility>

namespace sim::simrun {

using Clock = std::chrono::steady_clock;

ProgressLine::ProgressLine(Output& err, std::uint64_t of, std::string what)
    : err_(err),
      of_(of),
      what_(std::move(what)),
      terminal_(isatty(STDERR_FILENO) != 0),
      began_(Clock::now()) {}

void ProgressLine::tell(const State& state) {
    const auto now = Clock::now();
    const bool last = state.done == of_;
    const std::uint64_t tenth = of_ == 0 ? 10 : state.done * 10 / of_;
    const bool too_soon =
        terminal_ ? now - told_ < std::chrono::milliseconds{200} && !last : tenth == tenth_;
    if (too_soon) return;
    told_ = now;
    tenth_ = tenth;
    err_.write(terminal_ ? "\r" + text(state) + "\x1b[K" + (last ? "\n" : "") : text(state) + "\n");
    err_.flush();
}

std::string ProgressLine::text(const State& state) const {
    const std::chrono::duration<double> took = Clock::now() - began_;
    std::string text = fmt::format("{:3}% {} of {} {}", of_ == 0 ? 100 : state.done * 100 / of_,
                                   state.done, of_, what_);
    if (took.count() > 0 && state.fresh > 0) {
        const double rate = static_cast<double>(state.fresh) / took.count();
        text += fmt::format(", {:.0f}/s, {:.0f}s left", rate,
                            static_cast<double>(of_ - state.done) / rate);
    }
    return text + ", " + state.found;
}

}  // namespace sim::simrun
