// The tree of categories, branch by branch.
#include "export/documents.hpp"
#include "import/takers.hpp"

#include "platform/json/json.hpp"

#include <algorithm>

namespace kontor::app {

using platform::Error;
using platform::ErrorKind;
using platform::Result;

namespace {

using Parent = std::optional<catalog::CategoryId>;

// The categories as they stand while those of a file are taken.
class Tree {
public:
    explicit Tree(catalog::Categories& categories) : categories_(categories) {
        const auto all = categories.all();
        const auto records = category_records_of(all);
        for (std::size_t index = 0; index < all.size(); ++index) {
            siblings_[all[index].parent].push_back(all[index].id);
            known_.emplace(all[index].slug,
                           Known{all[index].id, all[index].parent, records[index]});
        }
    }

    Result<Outcome> take(CategoryRecord record, const CoveredParts* covered) {
        Parent parent;
        if (record.parent && record.parent->value) {
            const auto above = known_.find(*record.parent->value);
            if (above == known_.end()) return no_such_parent(*record.parent->value);
            parent = above->second.id;
        }
        const auto found = known_.find(record.slug);
        if (found == known_.end()) return create(std::move(record), parent);
        if (covered) keep_standing(record, found->second.record, *covered);
        if (!record.parent) parent = found->second.parent;
        return change(found->second, std::move(record), parent);
    }

private:
    struct Known {
        catalog::CategoryId id;
        Parent parent;
        CategoryRecord record;
    };

    static Error no_such_parent(const std::string& slug) {
        return {ErrorKind::invalid,
                "import.no_such_parent",
                "there is no category '" + slug + "': it must stand before those below it",
                {{"/parent", "not_one_of", "the slug of a category"}}};
    }

    Result<Outcome> create(CategoryRecord record, const Parent& parent) {
        catalog::NewCategory wanted;
        wanted.name = record.name;
        wanted.slug = record.slug;
        wanted.parent = parent;
        wanted.position = record.position;
        if (record.seo) wanted.seo = record.seo->value;
        if (record.translations) wanted.translations = record.translations->value;
        const auto created = categories_.create(wanted);
        if (!created) return created.error();
        place(created->id, parent, record.position);
        const auto slug = record.slug.value();
        known_.emplace(slug, Known{created->id, parent, std::move(record)});
        return Outcome::created;
    }

    Result<Outcome> change(Known& known, CategoryRecord record, const Parent& parent) {
        const auto& before = known.record;
        catalog::CategoryChange wanted;
        if (record.name != before.name) wanted.name = record.name;
        if (parent != known.parent) wanted.parent = platform::Nullable<catalog::CategoryId>{parent};
        if (record.position && (wanted.parent || record.position->value() != place_of(known)))
            wanted.position = record.position;
        if (differs(record.seo, before.seo)) wanted.seo = record.seo;
        if (differs(record.translations, before.translations))
            wanted.translations = record.translations;
        if (!wanted.name && !wanted.parent && !wanted.position && !wanted.seo &&
            !wanted.translations)
            return Outcome::unchanged;
        if (auto changed = categories_.change(known.id, wanted); !changed) return changed.error();
        if (wanted.parent || wanted.position) {
            std::erase(siblings_[known.parent], known.id);
            place(known.id, parent, record.position);
            known.parent = parent;
        }
        return Outcome::changed;
    }

    // Absent members leave what there is.
    template <class T>
    static bool differs(const platform::Change<T>& wanted, const platform::Change<T>& before) {
        return wanted && platform::json::write(*wanted) != platform::json::write(*before);
    }

    std::int64_t place_of(const Known& known) const {
        const auto& siblings = siblings_.at(known.parent);
        return std::ranges::find(siblings, known.id) - siblings.begin();
    }

    // As the catalogue does.
    void place(const catalog::CategoryId& id, const Parent& parent, const auto& position) {
        auto& siblings = siblings_[parent];
        const auto last = static_cast<std::int64_t>(siblings.size());
        const auto at = position ? std::min(position->value(), last) : last;
        siblings.insert(siblings.begin() + at, id);
    }

    catalog::Categories& categories_;
    std::map<std::string, Known> known_;
    std::map<Parent, std::vector<catalog::CategoryId>> siblings_;
};

}  // namespace

Take<CategoryRecord> take_categories(Modules& modules,
                                     std::shared_ptr<const CoveredParts> covered) {
    return [&modules, covered](const std::vector<CategoryRecord>& records) {
        Tree tree(*modules.categories);
        std::vector<Result<Outcome>> outcomes;
        for (const auto& record : records) outcomes.push_back(tree.take(record, covered.get()));
        return outcomes;
    };
}

}  // namespace kontor::app
