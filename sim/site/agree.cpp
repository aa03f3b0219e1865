#include "sim/site/agree.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/source.hpp"

namespace sim::site {
namespace {

using scenario::Reader;
using scenario::Spot;

class Agreement {
  public:
    Agreement(Reader& reader, std::span<const Conf> confs) : reader_(reader), confs_(confs) {}

    void run() {
        for (std::size_t at = 0; at < confs_.size(); ++at) {
            complete(confs_[at]);
            own_name(at);
            peers(confs_[at]);
            heartbeats(confs_[at]);
        }
        for (const Conf& conf : confs_.subspan(1)) {
            backends_alike(confs_.front(), conf);
        }
    }

  private:
    void whole_file(const Conf& conf, std::string message) {
        reader_.complain_of_file(conf.path, std::move(message));
    }

    /// "node1/pgpool.conf:8 says: backend_port0 = 54321", or that it says nothing.
    std::string line_at(const Conf& conf, const std::optional<Spot>& spot) {
        if (!spot) return fmt::format("{} does not say it", conf.path);
        const auto line = scenario::line_of(reader_.text_of(spot->file), spot->place.line);
        return fmt::format("{}:{} says: {}", conf.path, spot->place.line, line);
    }

    /// Every backend has a host and a port, and their numbers have no gap.
    void complete(const Conf& conf) {
        if (conf.backends.empty()) whole_file(conf, "names no backend (backend_hostname0)");
        int expected = 0;
        for (const Backend& backend : conf.backends) {
            const std::optional<Spot> spots[] = {
                backend.hostname.spot, backend.port.spot, backend.weight_millionths.spot,
                backend.data_directory.spot, backend.disallow_to_failover.spot};
            const Spot spot =
                **std::ranges::find_if(spots, [](const auto& s) { return s.has_value(); });
            if (backend.number != expected) {
                reader_.complain(spot,
                                 fmt::format("there is a backend {}, but no backend {}",
                                             backend.number, expected),
                                 "not modelled: a gap between the numbers of backends");
            }
            expected = backend.number + 1;
            if (backend.hostname.value.empty()) {
                reader_.complain(spot, fmt::format("backend_hostname{} is missing", backend.number),
                                 "not modelled: a backend on a local socket");
            }
            if (backend.port.value == 0) {
                reader_.complain(spot, fmt::format("backend_port{} is missing", backend.number),
                                 "the product takes a backend without a port as unused");
            }
        }
    }

    void own_name(std::size_t at) {
        const Conf& conf = confs_[at];
        for (const Conf& other : confs_.first(at)) {
            if (other.wd_hostname.value != conf.wd_hostname.value) continue;
            const std::string message =
                fmt::format("{} is the wd_hostname of two files", conf.wd_hostname.value);
            const std::string help = line_at(other, other.wd_hostname.spot);
            if (conf.wd_hostname.spot) reader_.complain(*conf.wd_hostname.spot, message, help);
            if (!conf.wd_hostname.spot) whole_file(conf, message + "; " + help);
        }
    }

    const Conf* file_of(std::string_view hostname) const {
        for (const Conf& conf : confs_) {
            if (conf.wd_hostname.value == hostname) return &conf;
        }
        return nullptr;
    }

    void peers(const Conf& conf) {
        if (!conf.watchdog) return;
        for (const Peer& peer : conf.peers) {
            if (peer.hostname.value.empty()) continue;
            one_peer(conf, peer);
        }
        for (const Conf& other : confs_) {
            if (other.wd_hostname.value == conf.wd_hostname.value) continue;
            const bool named = std::ranges::any_of(conf.peers, [&](const Peer& peer) {
                return peer.hostname.value == other.wd_hostname.value;
            });
            if (named) continue;
            whole_file(conf, fmt::format("does not name {} ({}) as a peer, and it has a watchdog",
                                         other.wd_hostname.value, other.path));
        }
    }
    void one_peer(const Conf& conf, const Peer& peer) {
        const Spot& spot = *peer.hostname.spot;
        if (peer.hostname.value == conf.wd_hostname.value) {
            reader_.complain(spot, "a proxy is no peer of its own",
                             line_at(conf, conf.wd_hostname.spot));
            return;
        }
        if (peer.port.value == 0 || peer.wd_port.value == 0) {
            reader_.complain(spot, fmt::format("peer {0} needs other_pgpool_port{0} and "
                                               "other_wd_port{0}",
                                               peer.number));
            return;
        }
        const Conf* other = file_of(peer.hostname.value);
        if (other == nullptr) return;
        const auto port = [&](std::string_view key, const Said<std::int64_t>& said, int own) {
            if (said.value == own) return;
            reader_.complain(*said.spot, fmt::format("{} has {} = {}", other->path, key, own),
                             "the peer would not be found there");
        };
        port("port", peer.port, other->proxy.port);
        port("wd_port", peer.wd_port, other->proxy.wd_port);
    }

    /// Lifecheck waits for a heartbeat from every peer (semantics-3.6 §9.9): each must be sent one.
    void heartbeats(const Conf& conf) {
        if (!conf.watchdog || !conf.heartbeats_used) return;
        for (const Peer& peer : conf.peers) {
            if (peer.hostname.value.empty()) continue;
            const auto sent = std::ranges::any_of(conf.heartbeats, [&](const Heartbeat& one) {
                return one.hostname.value == peer.hostname.value;
            });
            if (sent) continue;
            reader_.complain(*peer.hostname.spot, "no heartbeat_destination for this peer",
                             "its lifecheck waits for a heartbeat from every proxy");
        }
        for (const Heartbeat& one : conf.heartbeats) heartbeat(conf, one);
    }
    void heartbeat(const Conf& conf, const Heartbeat& one) {
        if (one.hostname.value.empty()) return;
        const bool is_peer = std::ranges::any_of(conf.peers, [&](const Peer& peer) {
            return peer.hostname.value == one.hostname.value;
        });
        if (!is_peer) {
            reader_.complain(*one.hostname.spot, "heartbeats go to no peer of this proxy",
                             "not modelled: a second line for heartbeats");
            return;
        }
        const Conf* other = file_of(one.hostname.value);
        if (other == nullptr || one.port.value == other->heartbeat_port) return;
        const Spot spot = one.port.spot.value_or(*one.hostname.spot);
        reader_.complain(
            spot, fmt::format("{} has wd_heartbeat_port = {}", other->path, other->heartbeat_port),
            "its heartbeats would not arrive");
    }

    void backends_alike(const Conf& first, const Conf& conf) {
        if (first.backends.size() != conf.backends.size()) {
            whole_file(conf, fmt::format("the number of its backends is {}, that of {} is {}",
                                         conf.backends.size(), first.path, first.backends.size()));
            return;
        }
        for (std::size_t at = 0; at < conf.backends.size(); ++at) {
            const Backend& a = first.backends[at];
            const Backend& b = conf.backends[at];
            alike(first, conf, a.hostname, b.hostname);
            alike(first, conf, a.port, b.port);
            alike(first, conf, a.weight_millionths, b.weight_millionths);
            alike(first, conf, a.data_directory, b.data_directory);
            alike(first, conf, a.disallow_to_failover, b.disallow_to_failover);
        }
    }
    template <class T>
    void alike(const Conf& first, const Conf& conf, const Said<T>& a, const Said<T>& b) {
        if (a.value == b.value) return;
        if (b.spot) {
            reader_.complain(*b.spot, "the files do not agree on this backend",
                             line_at(first, a.spot));
        } else {
            reader_.complain(*a.spot, "the files do not agree on this backend",
                             line_at(conf, b.spot));
        }
    }

    Reader& reader_;
    std::span<const Conf> confs_;
};

}  // namespace

void check_agreement(Reader& reader, std::span<const Conf> confs) {
    Agreement(reader, confs).run();
}

}  // namespace sim::site
