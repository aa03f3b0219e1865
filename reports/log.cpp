#include "reports/log.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reports/clock.hpp"
#include "reports/text.hpp"
#include "sim/facts/facts.hpp"

namespace reports {
namespace {

using sim::facts::Kind;

bool is(const engine::Record& record, Kind kind) {
    return record.kind == static_cast<std::uint16_t>(kind);
}

LogLine line_of(const engine::Record& record) {
    LogLine line;
    line.at = record.at();
    line.record = record.number;
    line.proxy = failover::ProxyId{static_cast<std::int32_t>(record.words[0] & 0xffffU)};
    line.role = static_cast<std::uint8_t>(record.words[0] >> 16U);
    line.pid = static_cast<std::int32_t>(record.words[1]);
    line.id = static_cast<failover::MessageId>(record.words[2] & 0xffffU);
    line.arguments[0] = static_cast<std::int32_t>(record.words[3]);
    line.arguments[1] = static_cast<std::int32_t>(record.words[4]);
    return line;
}

/// The clock of a proxy's host, as far as it does not show true time.
class HostClock {
  public:
    void set(const engine::Record& record) {
        since_ = record.at();
        ahead_ = engine::Duration{static_cast<std::int64_t>(std::uint64_t{record.words[1]} |
                                                            std::uint64_t{record.words[2]} << 32U)};
        drift_ = static_cast<std::int32_t>(record.words[3]);
    }
    [[nodiscard]] engine::Duration ahead(engine::TrueTime at) const {
        return ahead_ + engine::Duration{(at - since_).count() / 1000 * drift_ / 1000};
    }

  private:
    engine::TrueTime since_;
    engine::Duration ahead_{};
    std::int64_t drift_ = 0;  ///< in millionths
};

/// Writes one proxy's file line by line.
class Writer {
  public:
    Writer(const Cluster& cluster, const Dialect& dialect) : cluster_(cluster), dialect_(dialect) {}

    void add(const LogLine& line) {
        const auto& messages = cluster_.catalogue->messages;
        if (line.id >= messages.size()) return;
        const failover::MessageText& message = messages[line.id];
        if (!dialect_.prints(message, role(line).name)) return;
        if (message.raw) {
            text_ += words(message.text, line);
            // What a starting proxy says to its terminal is a line of its own.
            open_ = message.severity != failover::Severity::notice;
            if (!open_) text_ += '\n';
            return;
        }
        put(line, severity_text(message.severity), message.text);
        put(line, "DETAIL", message.detail);
        put(line, "HINT", message.hint);
        put(line, "CONTEXT", message.context);
    }

    [[nodiscard]] std::string finish() {
        if (open_) text_ += '\n';
        return std::move(text_);
    }

  private:
    [[nodiscard]] failover::RoleText role(const LogLine& line) const {
        const auto& roles = cluster_.catalogue->roles;
        return line.role < roles.size() ? roles[line.role] : failover::RoleText{};
    }

    [[nodiscard]] std::string words(std::string_view text, const LogLine& line) const {
        return dialect_.words(fill(text, line.arguments, cluster_, line.proxy));
    }

    [[nodiscard]] std::string prefix(const LogLine& line) const {
        const WallClock clock{cluster_.date_seconds, cluster_.date_offset_seconds,
                              cluster_.serving};
        std::string text;
        for (std::size_t at = 0; at < dialect_.prefix.size(); ++at) {
            const char letter = dialect_.prefix[at];
            if (letter != '%' || at + 1 == dialect_.prefix.size()) {
                text += letter;
                continue;
            }
            switch (dialect_.prefix[++at]) {
                case 'm':
                    text += wall_milliseconds(clock, line.at + line.ahead);
                    break;
                case 't':
                    text += wall_seconds(clock, line.at + line.ahead);
                    break;
                case 'p':
                    text += fmt::format("{}", line.pid);
                    break;
                case 'P':
                    text += role(line).printed;
                    break;
                default:
                    break;
            }
        }
        return text;
    }

    void put(const LogLine& line, std::string_view level, std::string_view text) {
        if (text.empty()) return;
        text_ += fmt::format("{}{}:  {}\n", prefix(line), level, words(text, line));
        open_ = false;
    }

    const Cluster& cluster_;
    const Dialect& dialect_;
    std::string text_;
    bool open_ = false;  ///< raw output without its newline stands at the end
};

}  // namespace

std::vector<LogLine> log_lines(std::span<const engine::Record> records, failover::ProxyId proxy) {
    std::vector<LogLine> lines;
    bool ours = false;
    HostClock clock;
    for (const engine::Record& record : records) {
        if (is(record, Kind::clock) && static_cast<std::int32_t>(record.words[4]) == proxy.value) {
            clock.set(record);
        } else if (is(record, Kind::log_line)) {
            LogLine line = line_of(record);
            line.ahead = clock.ahead(line.at);
            ours = line.proxy == proxy;
            if (ours) lines.push_back(line);
        } else if (is(record, Kind::log_more) && ours) {
            lines.back().arguments[2] = static_cast<std::int32_t>(record.words[0]);
            lines.back().arguments[3] = static_cast<std::int32_t>(record.words[1]);
            ours = false;
        }
    }
    // A step writes its lines with the times at which they leave; those of two processes overlap.
    std::stable_sort(lines.begin(), lines.end(),
                     [](const LogLine& a, const LogLine& b) { return a.at < b.at; });
    return lines;
}

std::string render_log(std::span<const LogLine> lines, const Cluster& cluster,
                       const Dialect& dialect) {
    if (cluster.catalogue == nullptr) return {};
    Writer writer(cluster, dialect);
    for (const LogLine& line : lines) writer.add(line);
    return writer.finish();
}

}  // namespace reports
