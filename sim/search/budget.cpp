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

/// After the end of what befell it, a database has all again: the vendor's recovery job has started
/// it at a full minute, and it has caught up.
constexpr Duration whole_again = std::chrono::minutes{2};

bool knows(const std::vector<std::string>& names, const std::string& name) {
    return std::ranges::find(names, name) != names.end();
}

class Ledger {
  public:
    Ledger(const scenario::Budget& budget, const Cast& cast) : budget_(budget), cast_(cast) {}

    bool affords(const Fault& fault) {
        std::erase_if(open_, [&](const Fault& earlier) { return end_of(earlier) <= fault.at; });
        if (budget_.keep_a_copy && !leaves_a_copy(fault)) return false;
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
        touching_.push_back(fault);
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

    /// Some database is touched by no fault that is open, nor by one that is not got over yet.
    bool leaves_a_copy(const Fault& fault) {
        std::erase_if(touching_, [&](const Fault& earlier) {
            return end_of(earlier) + whole_again <= fault.at;
        });
        Touch all = touch_of(fault, cast_);
        if (all.forks) return false;
        if (all.databases.empty() && all.others == 0) return true;
        for (const Fault& earlier : touching_) {
            const Touch one = touch_of(earlier, cast_);
            all.others += one.others;
            for (const std::string& name : one.databases) {
                if (!knows(all.databases, name)) all.databases.push_back(name);
            }
        }
        return all.databases.size() + all.others < cast_.databases.size();
    }

    const scenario::Budget& budget_;
    const Cast& cast_;
    std::vector<Fault> open_;
    std::vector<Fault> touching_;
    Duration free_again_{};
};

}  // namespace

Touch touch_of(const Fault& fault, const Cast& cast) {
    Touch touch;
    touch.forks = fault.item->verb == scenario::Verb::promote_database;
    const bool replication =
        fault.item->aims == Aims::path || fault.item->aims == Aims::replication_path;
    const bool standby = fault.item->aims == Aims::standby;
    if (!takes_database(fault) && !parts_hosts(fault) && !replication && !standby &&
        fault.item->verb != scenario::Verb::disable_interface) {
        return touch;
    }
    // Of two parts that lost each other one goes on: the smaller one falls behind.
    const bool other_is_smaller = parts_hosts(fault) && fault.others.size() < fault.target.size();
    for (const std::string& name : other_is_smaller ? fault.others : fault.target) {
        const bool host = knows(cast.hosts, name);
        if (knows(cast.databases, name)) touch.databases.push_back(name);
        if (!host) ++touch.others;
    }
    return touch;
}

void keep_within(std::vector<Fault>& faults, const scenario::Budget& budget, const Cast& cast) {
    Ledger ledger(budget, cast);
    std::vector<Fault> kept;
    for (Fault& fault : faults) {
        if (!ledger.affords(fault)) continue;
        ledger.spend(fault);
        kept.push_back(std::move(fault));
    }
    faults = std::move(kept);
}

}  // namespace sim::search
