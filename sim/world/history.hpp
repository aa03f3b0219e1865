// Which WAL is a part of which: every promotion begins a branch of its own, because two promotions
// may mint the same timeline number (postgres-model §8.1). Branch ids are hidden from the servers.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace sim::world {

using BranchId = std::uint32_t;

/// WAL from a fork on; it shares all before with its parent.
struct Branch {
    std::uint32_t timeline = 1;
    BranchId parent = none;
    std::uint64_t fork = 0;  ///< where the parent was left

    static constexpr BranchId none = UINT32_MAX;
};

/// An end of WAL: on which branch, and where.
struct WalPoint {
    BranchId branch = 0;
    std::uint64_t position = 0;
};

class History {
  public:
    BranchId add(Branch branch) {
        branches_.push_back(branch);
        return static_cast<BranchId>(branches_.size() - 1);
    }
    [[nodiscard]] const Branch& at(BranchId branch) const { return branches_[branch]; }

    /// Up to where WAL written on `part` belongs to that of `whole`: without end if they are the
    /// same branch, nothing if `part` is none of its ancestors.
    [[nodiscard]] std::optional<std::uint64_t> shared(BranchId part, BranchId whole) const;
    /// Whether WAL that ends at `point` is a part of the WAL of `whole`.
    [[nodiscard]] bool contains(BranchId whole, const WalPoint& point) const;
    /// Neither is an ancestor of the other (postgres-model §8.6).
    [[nodiscard]] bool diverged(const WalPoint& a, const WalPoint& b) const;

  private:
    std::vector<Branch> branches_;
};

}  // namespace sim::world
