#include "sim/world/ledger.hpp"

#include <algorithm>

#include "engine/assert.hpp"

namespace sim::world {

namespace {

// Up to where WAL of that branch is a part of the WAL that ends at `kept`.
std::uint64_t kept_of(const History& history, BranchId branch, const WalPoint& kept) {
    if (branch == kept.branch) return kept.position;
    return history.shared(branch, kept.branch).value_or(0);
}

}  // namespace

bool CommitLedger::Run::continued_by(const Commit& commit, engine::TrueTime at) const {
    if (branch != commit.end.branch || promise != commit.promise) return false;
    SIM_ASSERT(commit.end.position >= last());
    if (count == 1) return true;
    // Commits at a steady rate come at distances that differ by the jitter of their paths.
    constexpr std::int64_t jitter = 20'000'000;
    const std::int64_t usual = (ended - began).count() / static_cast<std::int64_t>(count - 1);
    const std::int64_t gap = (at - ended).count();
    return commit.end.position - last() == stride &&
           std::max(usual, gap) <= std::min(usual, gap) + jitter;
}

void CommitLedger::acknowledge(const Commit& commit, engine::TrueTime at) {
    if (!runs_.empty() && runs_.back().continued_by(commit, at)) {
        Run& run = runs_.back();
        if (run.count == 1) run.stride = commit.end.position - run.first;
        ++run.count;
        run.ended = at;
        return;
    }
    runs_.push_back({commit.end.branch, commit.promise, commit.end.position, 0, 1, at, at});
}

std::uint64_t CommitLedger::Run::beyond(std::uint64_t position) const {
    if (last() <= position) return 0;
    const bool whole = first > position || stride == 0;
    return whole ? count : count - (position - first) / stride - 1;
}

engine::TrueTime CommitLedger::Run::from_the_end(std::uint64_t n) const {
    if (count == 1 || n == 0) return ended;
    const std::int64_t usual = (ended - began).count() / static_cast<std::int64_t>(count - 1);
    return ended - engine::Duration{usual * static_cast<std::int64_t>(n)};
}

std::uint64_t CommitLedger::lost(const History& history, const WalPoint& kept) const {
    std::uint64_t count = 0;
    for (const Run& run : runs_) count += run.beyond(kept_of(history, run.branch, kept));
    return count;
}

LostCommits CommitLedger::lost(const History& history, const WalPoint& kept,
                               facts::Promise promise) const {
    LostCommits lost;
    for (const Run& run : runs_) {
        if (run.promise != promise) continue;
        const std::uint64_t until = kept_of(history, run.branch, kept);
        const std::uint64_t gone = run.beyond(until);
        if (gone == 0) continue;
        lost.count += gone;
        lost.oldest = std::min(lost.oldest, run.from_the_end(gone - 1));
        lost.bytes = std::max(lost.bytes, run.last() - until);
    }
    return lost;
}

}  // namespace sim::world
