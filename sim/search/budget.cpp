#include "sim/search/budget.hpp"

#include <algorithm>

namespace sim::search {

namespace {

using engine::Duration;
using scenario::Aims;
using scenario::Spends;

/// How long a fault that does not last is still felt: a restart, a process that died.
constexpr Duration felt = std::chrono::seconds{20};

Duration end_of(const Fault& fault) {
    const bool typed = fault.item->spends == Spends::operators;
    return fault.at + (fault.lasts.count() > 0 || typed ? fault.lasts : felt);
}

/// A host takes its database and its proxy along.
bool takes_database(const Fault& fault) {
    return fault.item->spends == Spends::database || fault.item->spends == Spends::host;
}
bool takes_proxy(const Fault& fault) {
    return fault.item->spends == Spends::proxy || fault.item->spends == Spends::host;
}
bool is_fault(const Fault& fault) { return fault.item->spends != Spends::operators; }
bool parts_hosts(const Fault& fault) { return !fault.others.empty(); }

class Ledger {
  public:
    explicit Ledger(const scenario::Budget& budget) : budget_(budget) {}

    bool affords(const Fault& fault) {
        std::erase_if(open_, [&](const Fault& earlier) { return end_of(earlier) <= fault.at; });
        if (!is_fault(fault)) return true;
        if (fault.at < free_again_) return false;
        const auto count = [&](auto&& what) {
            return static_cast<std::int64_t>(std::ranges::count_if(open_, what));
        };
        if (count(is_fault) >= budget_.open_faults) return false;
        if (takes_database(fault) && count(takes_database) >= budget_.db_down) return false;
        if (takes_proxy(fault) && count(takes_proxy) >= budget_.proxy_down) return false;
        return !budget_.majority_connected || keeps_majority(fault, count(parts_hosts));
    }
    void spend(const Fault& fault) {
        open_.push_back(fault);
        if (is_fault(fault) && budget_.min_gap.count() > 0) {
            free_again_ = std::max(free_again_, end_of(fault) + budget_.min_gap);
        }
    }

  private:
    /// One host alone leaves a majority behind, as long as nobody else is parted meanwhile.
    static bool keeps_majority(const Fault& fault, std::int64_t parted) {
        if (!parts_hosts(fault)) return true;
        return parted == 0 && fault.target.size() == 1 && fault.others.size() >= 2;
    }

    const scenario::Budget& budget_;
    std::vector<Fault> open_;
    Duration free_again_{};
};

}  // namespace

void keep_within(std::vector<Fault>& faults, const scenario::Budget& budget) {
    Ledger ledger(budget);
    std::vector<Fault> kept;
    for (Fault& fault : faults) {
        if (!ledger.affords(fault)) continue;
        ledger.spend(fault);
        kept.push_back(std::move(fault));
    }
    faults = std::move(kept);
}

}  // namespace sim::search
