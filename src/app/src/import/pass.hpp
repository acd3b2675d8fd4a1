// One reading of a file, in which its records are handed to the shop.
#pragma once

#include "import/record_file.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <algorithm>
#include <tuple>

namespace kontor::app {

enum class Outcome { created, changed, unchanged };

// Hands records to the shop, which keeps those that it can; an answer for each, in order.
template <class T>
using Take = std::function<std::vector<platform::Result<Outcome>>(const std::vector<T>&)>;

// What makes a record the only one of its kind in a file: "the SKU 'X'".
template <class T>
using KeysOf = std::function<std::vector<std::string>(const T&)>;

// On which line each key was, so that a file does not say two things of one.
class SeenKeys {
public:
    // Why these keys cannot be taken, or nothing; they are then.
    std::optional<std::string> take(const std::vector<std::string>& keys, std::uint64_t line) {
        const std::hash<std::string> hash;
        for (const auto& key : keys)
            if (const auto found = lines_.find(hash(key)); found != lines_.end())
                return key + " is on line " + std::to_string(found->second) + " already";
        for (const auto& key : keys) lines_.emplace(hash(key), line);
        return std::nullopt;
    }

private:
    boost::unordered_flat_map<std::size_t, std::uint64_t> lines_;
};

template <class T>
class Pass {
public:
    Pass(RecordFile file, const ImportProgress& progress, Take<T> take, KeysOf<T> keys_of,
         std::size_t batch_size)
        : file_(std::move(file)),
          progress_(progress),
          take_(std::move(take)),
          keys_of_(std::move(keys_of)),
          batch_size_(batch_size) {}

    platform::Result<ImportReport> run() {
        auto read = file_.template read<T>([this](Record<T> record, std::uint64_t bytes) {
            ++report_.records;
            if (record.value)
                add(std::move(record));
            else
                refuse(std::move(record.problems));
            if (lines_.size() < batch_size_ && bytes - batch_began_at_ < most_bytes) return;
            finish_batch();
            batch_began_at_ = bytes;
            progress_(bytes);
        });
        if (!read) return read.error();
        finish_batch();
        std::ranges::sort(report_.problems, {}, [](const RowProblem& problem) {
            return std::tie(problem.line, problem.column);
        });
        return std::move(report_);
    }

private:
    static constexpr std::size_t most_problems = 1000;
    static constexpr std::size_t most_problems_each = 10;
    static constexpr std::uint64_t most_bytes = 8 << 20;

    void add(Record<T> record) {
        const auto line = record.lines.front();
        if (auto twice = seen_.take(keys_of_(*record.value), line)) {
            refuse({{line, "", *std::move(twice)}});
            return;
        }
        lines_.push_back(std::move(record.lines));
        batch_.push_back(*std::move(record.value));
    }

    void finish_batch() {
        if (batch_.empty()) return;
        const auto answers = take_(batch_);
        for (std::size_t index = 0; index < batch_.size(); ++index) {
            const auto& answer = answers[index];
            if (!answer)
                refuse(file_.complaints(lines_[index], batch_[index], answer.error()));
            else if (*answer == Outcome::created)
                ++report_.created;
            else
                ++(*answer == Outcome::changed ? report_.changed : report_.unchanged);
        }
        batch_.clear();
        lines_.clear();
    }

    void refuse(std::vector<RowProblem> problems) {
        if (report_.refused++ >= most_problems) return;
        const auto told = std::min(problems.size(), most_problems_each);
        std::move(problems.begin(), problems.begin() + std::ptrdiff_t(told),
                  std::back_inserter(report_.problems));
    }

    RecordFile file_;
    const ImportProgress& progress_;
    Take<T> take_;
    KeysOf<T> keys_of_;
    std::size_t batch_size_;
    std::uint64_t batch_began_at_ = 0;
    SeenKeys seen_;
    std::vector<T> batch_;
    std::vector<std::vector<std::uint64_t>> lines_;  // of each in the batch
    ImportReport report_;
};

}  // namespace kontor::app
