#include "sim/world/ledger.hpp"

#include "engine/assert.hpp"

namespace sim::world {

void CommitLedger::acknowledge(const WalPoint& point) {
    const std::uint64_t position = point.position;
    if (!runs_.empty() && runs_.back().branch == point.branch) {
        Run& run = runs_.back();
        SIM_ASSERT(position >= run.last());
        const std::uint64_t stride = position - run.last();
        if (run.count == 1) run.stride = stride;
        if (run.stride == stride) {
            ++run.count;
            return;
        }
    }
    runs_.push_back({point.branch, position, 0, 1});
}

std::uint64_t CommitLedger::Run::beyond(std::uint64_t position) const {
    if (last() <= position) return 0;
    const bool whole = first > position || stride == 0;
    return whole ? count : count - (position - first) / stride - 1;
}

std::uint64_t CommitLedger::lost(const History& history, const WalPoint& kept) const {
    std::uint64_t count = 0;
    for (const Run& run : runs_) {
        const auto shared = history.shared(run.branch, kept.branch);
        const bool all_there = run.branch == kept.branch;
        count += run.beyond(all_there ? kept.position : shared.value_or(0));
    }
    return count;
}

}  // namespace sim::world
