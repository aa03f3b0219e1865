#include "sim/fidelity/streams.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <regex>
#include <string_view>
#include <utility>

namespace sim::fidelity {
namespace {

/// Numbers what has no meaning of its own, in order of first appearance in one stream.
class Numbering {
  public:
    explicit Numbering(const std::map<std::string, std::string>& roles) : roles_(roles) {}

    /// `own`: the pid of the process that prints.
    std::string apply(const std::string& text, std::int32_t own) {
        // from pid [N] · with pid: N · pid=N · PID:N · PCP child N · PCP child pid N
        static const std::regex pid(R"((pid:? \[?|pid=|PID:|PCP child )(\d+))");
        static const std::regex id(R"((failover ID:? |wd_failover_id \[|similar failover with ID:))"
                                   R"((\d+))");
        static const std::regex socket(R"((socket=)(\d+))");
        static const std::regex endpoint(R"((connection is received from )("[^"]*"))");
        std::string result = each(text, pid, [&](const std::string& number) {
            if (number == std::to_string(own)) return std::string("<self>");
            const auto role = roles_.find(number);
            return role != roles_.end() ? "<" + role->second + ">" : numbered("pid", number);
        });
        result = each(result, id, [&](const std::string& number) {
            return number == "0" ? number : numbered("id", number);
        });
        result = each(result, socket,
                      [&](const std::string& number) { return numbered("socket", number); });
        return each(result, endpoint,
                    [&](const std::string& where) { return numbered("endpoint", where); });
    }

    void forget() { known_.clear(); }

  private:
    template <class Replace>
    static std::string each(const std::string& text, const std::regex& pattern, Replace replace) {
        std::string result;
        auto rest = text.cbegin();
        for (std::sregex_iterator at(text.begin(), text.end(), pattern), end; at != end; ++at) {
            result.append(rest, (*at)[2].first);
            result += replace((*at)[2].str());
            rest = (*at)[2].second;
        }
        return result.append(rest, text.cend());
    }

    std::string numbered(const std::string& kind, const std::string& value) {
        auto& known = known_[kind];
        const auto [at, added] = known.try_emplace(value, known.size() + 1);
        return "<" + kind + " " + std::to_string(at->second) + ">";
    }

    const std::map<std::string, std::string>& roles_;
    std::map<std::string, std::map<std::string, std::size_t>> known_;
};

/// Which of the watchdog's streams a message opens; empty: it goes on with the one before.
std::string opened_by(const std::string& text) {
    struct Opener {
        std::string_view begin;
        std::string_view stream;
    };
    constexpr std::array<Opener, 22> table{{
        {"new IPC connection received", "accepted"},
        {"received the failover command lock request from local", "ipc locks"},
        {"received the get data request from local", "ipc data"},
        {"watchdog received the failover command from local", "ipc command"},
        {"failover request from local", "ipc command"},
        {"received the failover command lock request from remote", "peer"},
        {"watchdog received the failover command from remote", "peer"},
        {"watchdog received the failover command from \"", "peer"},
        {"new watchdog node connection", "sockets"},
        {"new node joined the cluster", "sockets"},
        {"new outbound connection", "sockets"},
        {"read from socket failed", "sockets"},
        {"client socket of", "sockets"},
        {"outbound socket of", "sockets"},
        {"watchdog node state changed", "state"},
        {"Watchdog is shutting down", "state"},
        {"remote node \"", "state"},
        {"adding watchdog node", "state"},
        {"removing watchdog node", "state"},
        {"setting the ", "state"},
        {"signal_user1_to_parent_with_reason(1)", "state"},
        {"watchdog escalation process", "state"},
    }};
    for (const Opener& opener : table) {
        if (text.starts_with(opener.begin)) return std::string(opener.stream);
    }
    return {};
}

std::string peer_in(const std::string& text) {
    const std::size_t quote = text.find('"');
    return quote == std::string::npos ? "" : " " + text.substr(quote);
}

/// Main reaps in the order in which it forked, and which idle children were replaced before, and
/// so are younger than the worker, is the kernel's choice (semantics-3.6 §16.10).
bool of_session_children(const Entry& entry) {
    return entry.process == "MAIN" && (entry.text.starts_with("child process with pid: ") ||
                                       entry.text.starts_with("fork a new child process "));
}

class Splitter {
  public:
    explicit Splitter(const Log& log) {
        for (const Entry& entry : log.entries) {
            if (entry.process == "MAIN" || entry.process == "WATCHDOG") {
                roles_[std::to_string(entry.pid)] = entry.process;
            }
        }
        for (const Entry& entry : log.entries) add(entry);
    }

    [[nodiscard]] std::vector<Stream> finish() {
        std::map<std::string, std::size_t> alike;
        for (auto& [child, session] : sessions_) end_session(session);
        for (auto& [name, lines] : ended_) {
            lines_[name + " " + std::to_string(++alike[name])] = std::move(lines);
        }
        std::vector<Stream> result;
        for (auto& [name, lines] : lines_) result.push_back({name, std::move(lines)});
        return result;
    }

  private:
    /// A process as it lives in one start of the proxy, and its place among its like.
    struct Instance {
        std::string life;
        std::string name;
        std::string open;  ///< the watchdog's current stream
    };

    void add(const Entry& entry) {
        Instance& instance = instance_of(entry);
        if (entry.process == "CHILD") {
            Session& session = sessions_.try_emplace(entry.pid, roles_).first->second;
            if (session.lines.empty()) session.numbering.forget();
            session.life = instance.life;
            session.lines.push_back({written(entry, session.numbering), entry.number});
            // The client of a session that fails is told so, and its child waits for the next.
            if (entry.level == "FATAL") end_session(session);
            return;
        }
        std::string stream = instance.name;
        if (of_session_children(entry)) stream += " / session children";
        if (entry.process == "WATCHDOG") {
            const std::string opened = opened_by(entry.text);
            if (opened == "peer") {
                instance.open = opened + peer_in(entry.text);
            } else if (!opened.empty() && opened != "accepted" && opened != "sockets") {
                instance.open = opened;
            }
            const bool apart = opened == "accepted" || opened == "sockets";
            stream += " / " + (apart ? opened : instance.open);
        }
        auto& numbering = numberings_.try_emplace(stream, roles_).first->second;
        lines_[stream].push_back({written(entry, numbering), entry.number});
    }

    Instance& instance_of(const Entry& entry) {
        const auto known = instances_.find(entry.pid);
        if (known != instances_.end() && entry.process != "raw") return known->second;
        if (entry.process == "MAIN") {
            ++lives_;
            counts_.clear();
        }
        Instance instance;
        instance.life = "start " + std::to_string(lives_);
        instance.open = "state";
        const bool only_one = entry.process == "MAIN" || entry.process == "raw";
        const std::size_t count = only_one ? 1 : ++counts_[entry.process];
        instance.name = instance.life + " / " + entry.process;
        if (count > 1 || entry.process == "CHILD") instance.name += " " + std::to_string(count);
        return instances_[entry.pid] = instance;
    }

    static std::string written(const Entry& entry, Numbering& numbering) {
        std::string line = entry.level + ":  " + numbering.apply(entry.text, entry.pid);
        for (const std::string& more : entry.more) {
            line += " | " + numbering.apply(more, entry.pid);
        }
        return line;
    }

    /// What one child printed for one client.
    struct Session {
        explicit Session(const std::map<std::string, std::string>& roles) : numbering(roles) {}
        std::string life;
        std::vector<Line> lines;
        Numbering numbering;
    };

    /// Sessions that say the same are told apart by their order.
    void end_session(Session& session) {
        if (session.lines.empty()) return;
        std::string name = session.life + " / CHILD";
        for (const Line& line : session.lines) name += " / " + line.text;
        ended_.emplace_back(std::move(name), std::exchange(session.lines, {}));
    }

    std::map<std::string, std::string> roles_;
    std::map<std::int32_t, Instance> instances_;
    std::map<std::string, std::size_t> counts_;
    std::size_t lives_ = 0;
    std::map<std::string, Numbering> numberings_;
    std::map<std::string, std::vector<Line>> lines_;
    std::map<std::int32_t, Session> sessions_;  ///< of each child: the one that goes on
    std::vector<std::pair<std::string, std::vector<Line>>> ended_;
};

}  // namespace

std::vector<Stream> streams(const Log& log) { return Splitter(log).finish(); }

}  // namespace sim::fidelity
