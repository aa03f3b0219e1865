#include "reports/news.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "reports/clock.hpp"
#include "sim/facts/facts.hpp"

namespace reports {
namespace {

using failover::Status;
using sim::facts::Kind;

/// The product's up has two stages; a reader of the story need not tell them apart.
bool same_for_a_reader(Status a, Status b) {
    const auto up = [](Status s) { return s == Status::up || s == Status::connect_wait; };
    return a == b || (up(a) && up(b));
}

}  // namespace

Newsroom::Newsroom(const Cluster& cluster)
    : cluster_(cluster),
      ledger_(cluster.backends.size(), cluster.proxies.size()),
      before_(ledger_) {}

void Newsroom::take(const engine::Record& record) {
    ledger_.take(record);
    told_directly(record);
}

std::string Newsroom::host(std::uint32_t id) const {
    return id < cluster_.hosts.size() ? cluster_.hosts[id] : fmt::format("host {}", id);
}

void Newsroom::told_directly(const engine::Record& record) {
    const auto& words = record.words;
    const Kind kind{record.kind};
    if (kind == Kind::link) {
        const char* closed = words[4] != 0 ? "rejected" : "cut";
        news_.push_back({fmt::format("{} -> {}: {}", host(words[0]), host(words[1]),
                                     words[3] != 0 ? "open again" : closed),
                         Tone::truth, false});
    } else if (kind == Kind::network_interface) {
        news_.push_back({fmt::format("{}: the network interface is {}", host(words[0]),
                                     words[1] ? "up" : "down"),
                         Tone::truth, false});
    } else if (kind == Kind::virtual_address && words[0] < cluster_.proxies.size()) {
        news_.push_back({fmt::format("{} {} the virtual address", cluster_.proxies[words[0]].name,
                                     words[1] ? "has" : "no longer has"),
                         Tone::truth, false});
    } else if (kind == Kind::recovery_job && words[0] < cluster_.backends.size()) {
        news_.push_back({fmt::format("{}: the recovery job is {}", cluster_.backends[words[0]].name,
                                     words[1] ? "on" : "off"),
                         Tone::quiet, false});
    } else if (kind == Kind::writable_primaries) {
        if (words[0] > 1) {
            news_.push_back(
                {fmt::format("{} servers take commits at once", words[0]), Tone::bad, true});
        }
    } else if (kind == Kind::wal_branch || kind == Kind::file_work) {
        wal_news(record);
    } else if (kind == Kind::logic_failed && words[0] < cluster_.proxies.size()) {
        news_.push_back({fmt::format("{}: a process died of its own assertion",
                                     cluster_.proxies[words[0]].name),
                         Tone::bad, true});
    } else if (kind == Kind::limit_hit) {
        news_.push_back({"a limit of the simulator ended the run", Tone::bad, true});
    } else {
        machine_news(record);
    }
}

std::string Newsroom::processes(const engine::Record& record) const {
    const auto proxy = static_cast<std::size_t>(record.words[0]);
    const std::string name = proxy < cluster_.proxies.size() ? cluster_.proxies[proxy].name : "?";
    const std::uint32_t role = record.words[1];
    if (cluster_.catalogue == nullptr || role >= cluster_.catalogue->roles.size()) {
        return name + ": the proxy's processes";
    }
    return fmt::format("{}: the proxy's {}", name, cluster_.catalogue->roles[role].name);
}

void Newsroom::machine_news(const engine::Record& record) {
    const auto& words = record.words;
    const Kind kind{record.kind};
    const auto tell = [this](std::string text) {
        news_.push_back({std::move(text), Tone::truth, false});
    };
    if (kind == Kind::host_power) {
        constexpr std::array<std::string_view, 3> powers{"is powered off", "is powered on",
                                                         "boots"};
        tell(fmt::format("{} {}", host(words[0]), powers[std::min(words[1], 2U)]));
    } else if (kind == Kind::host_pause) {
        tell(fmt::format("{} {}", host(words[0]), words[1] != 0 ? "stands still" : "goes on"));
    } else if (kind == Kind::process_pause) {
        tell(fmt::format("{} {}", processes(record), words[2] != 0 ? "stopped" : "continued"));
    } else if (kind == Kind::clock) {
        const engine::Duration ahead{
            static_cast<std::int64_t>(std::uint64_t{words[1]} | std::uint64_t{words[2]} << 32U)};
        const auto drift = static_cast<std::int32_t>(words[3]);
        const std::string runs = drift == 0 ? "" : fmt::format(", gaining {} ppm", drift);
        tell(fmt::format("{}'s clock is {} ahead of true time{}", host(words[0]), span_text(ahead),
                         runs));
    } else if (kind == Kind::disk) {
        constexpr std::array<std::string_view, 3> disks{"is well again", "is slow", "is full"};
        tell(fmt::format("{}'s disk {}", host(words[0]), disks[std::min(words[1], 2U)]));
    } else if (kind == Kind::link_quality) {
        tell(fmt::format("{} -> {}: {}", host(words[0]), host(words[1]),
                         words[3] != 0 ? "disturbed" : "as it was"));
    }
}

void Newsroom::wal_news(const engine::Record& record) {
    const auto& words = record.words;
    const BackendNames* database = cluster_.backend(static_cast<std::int32_t>(words[0]));
    if (database == nullptr) return;
    const std::string& name = database->name;
    if (Kind{record.kind} == Kind::wal_branch) {
        news_.push_back({fmt::format("{} is on timeline {}, which begins at {:X}/{:X}", name,
                                     words[2], words[4], words[3]),
                         Tone::truth, false});
        return;
    }
    const bool copies = words[1] == static_cast<std::uint32_t>(sim::facts::FileWork::copy);
    const std::string_view work = copies ? "copy" : "rewind";
    if (words[3] != 0) {
        const BackendNames* from = cluster_.backend(static_cast<std::int32_t>(words[2]));
        news_.push_back({fmt::format("{}: a {} from {} begins", name, work,
                                     from != nullptr ? from->name : "nobody"),
                         Tone::truth, false});
    } else if (words[4] != 0) {
        news_.push_back(
            {fmt::format("{}: the {} fails, exit {}", name, work, words[4]), Tone::bad, false});
    }
}

std::vector<News> Newsroom::since_last_time() {
    for (std::size_t database = 0; database < ledger_.databases(); ++database) {
        truth_news(database);
    }
    for (std::size_t proxy = 0; proxy < ledger_.proxies(); ++proxy) {
        proxy_news(proxy);
        belief_news(proxy);
    }
    before_ = ledger_;
    return std::exchange(news_, {});
}

void Newsroom::truth_news(std::size_t database) {
    const Health now = ledger_.health(database);
    const Health was = before_.health(database);
    if (now == was || was == Health::unknown) return;
    const std::string& name = cluster_.backends[database].name;
    std::string text = fmt::format("{} {}", name, to_string(now));
    if (now == Health::starting) text = name + " starts";
    if (now == Health::stopping) text = name + " is stopping";
    if (now == Health::primary) text = name + " runs as primary";
    if (now == Health::running) {
        text = name + (was == Health::streaming ? " no longer streams" : " runs as standby");
    }
    if (now == Health::streaming) {
        const BackendNames* from = cluster_.backend(ledger_.upstream(database));
        text = fmt::format("{} streams from {}", name, from != nullptr ? from->name : "somewhere");
    }
    news_.push_back({std::move(text), Tone::truth, false});
}

std::string Newsroom::believed_down(std::size_t proxy) const {
    std::string list;
    for (std::size_t database = 0; database < ledger_.databases(); ++database) {
        if (ledger_.belief(proxy, database) != Status::down) continue;
        list += (list.empty() ? "" : ", ") + cluster_.backends[database].name;
    }
    return list;
}

void Newsroom::proxy_news(std::size_t proxy) {
    const std::string& name = cluster_.proxies[proxy].name;
    const bool serves = ledger_.serves(proxy);
    if (serves != before_.serves(proxy)) {
        std::string text = name + (serves ? " serves" : " no longer serves");
        const std::string down = believed_down(proxy);
        if (serves && !down.empty()) text += ", believing " + down + " down";
        news_.push_back({std::move(text), Tone::belief, true});
    }
    if (ledger_.leads(proxy) != before_.leads(proxy)) {
        const bool leads = ledger_.leads(proxy);
        news_.push_back(
            {name + (leads ? " leads the watchdogs" : " no longer leads"), Tone::belief, true});
    }
}

void Newsroom::belief_news(std::size_t proxy) {
    if (!ledger_.serves(proxy) || !before_.serves(proxy)) return;
    const std::string& name = cluster_.proxies[proxy].name;
    for (std::size_t database = 0; database < ledger_.databases(); ++database) {
        const auto now = ledger_.belief(proxy, database);
        const auto was = before_.belief(proxy, database);
        if (!now || !was || same_for_a_reader(*now, *was)) continue;
        news_.push_back(
            {fmt::format("{} believes {} {} (was {})", name, cluster_.backends[database].name,
                         to_string(*now), to_string(*was)),
             ledger_.differs(proxy, database) ? Tone::bad : Tone::belief, false});
    }
    if (ledger_.primary(proxy) != before_.primary(proxy)) {
        const BackendNames* primary = cluster_.backend(ledger_.primary(proxy));
        news_.push_back({fmt::format("{} holds {} to be primary", name,
                                     primary != nullptr ? primary->name : "none"),
                         Tone::belief, false});
    }
}

}  // namespace reports
