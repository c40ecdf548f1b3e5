// Claims in Wagtail's editor: choose the fact, see the verdict on the words while they are written.
(function () {
  "use strict";

  const React = window.React;
  const { Modifier, EditorState, RichUtils } = window.DraftJS;
  const { ModalWorkflowSource, TooltipEntity } = window.draftail;

  const onload = {
    choose(modal) {
      const form = modal.body[0].querySelector("form.claim-search");
      modal.ajaxifyForm(form);
      for (const link of modal.body[0].querySelectorAll("a.claim-choice")) {
        link.addEventListener("click", (event) => {
          event.preventDefault();
          modal.loadUrl(link.href);
        });
      }
    },
    chosen(modal, answer) {
      modal.respond("claimChosen", answer.result);
    },
  };

  class ClaimSource extends ModalWorkflowSource {
    getChooserConfig(entity, selectedText) {
      return {
        url: this.props.entityType.chooserUrls.claimChooser,
        urlParams: { words: selectedText },
        onload,
        responses: { claimChosen: this.onChosen },
      };
    }

    onChosen(fact) {
      const { editorState, entityType, onComplete } = this.props;
      const { words, ...kept } = fact;
      const content = editorState.getCurrentContent();
      const selection = editorState.getSelection();
      const key = content.createEntity(entityType.type, "MUTABLE", kept).getLastCreatedEntityKey();
      let next;
      if (selection.isCollapsed()) {
        const changed = Modifier.replaceText(content, selection, words, null, key);
        next = EditorState.push(editorState, changed, "insert-characters");
      } else {
        next = RichUtils.toggleLink(editorState, selection, key);
      }
      this.workflow.close();
      onComplete(next);
    }
  }

  const icon = React.createElement(
    "svg",
    { className: "icon icon-check", "aria-hidden": "true" },
    React.createElement("use", { href: "#icon-check" }),
  );

  const wordsOf = (contentState, entityKey) => {
    let words = "";
    contentState.getBlocksAsArray().forEach((block) => {
      block.findEntityRanges(
        (character) => character.getEntity() === entityKey,
        (start, end) => {
          words += block.getText().slice(start, end);
        },
      );
    });
    return words;
  };

  class Claim extends React.Component {
    constructor(props) {
      super(props);
      this.state = { verdict: "", why: "" };
    }

    componentDidMount() {
      this.judge();
    }

    componentDidUpdate() {
      const words = wordsOf(this.props.contentState, this.props.entityKey);
      if (words !== this.words) {
        window.clearTimeout(this.waiting);
        this.waiting = window.setTimeout(() => this.judge(), 400);
      }
    }

    componentWillUnmount() {
      window.clearTimeout(this.waiting);
      this.gone = true;
    }

    judge() {
      const { contentState, entityKey } = this.props;
      const { judge } = contentState.getEntity(entityKey).getData();
      this.words = wordsOf(contentState, entityKey);
      if (!judge) {
        this.setState({ verdict: "NO EVIDENCE", why: "There is no such fact." });
        return;
      }
      fetch(`${judge}?words=${encodeURIComponent(this.words)}`, { credentials: "same-origin" })
        .then((answer) => answer.json())
        .then(({ verdict, why, suggestion }) => {
          if (!this.gone) this.setState({ verdict, why: suggestion ? `${why} We would write: ${suggestion}.` : why });
        })
        .catch(() => {
          if (!this.gone) this.setState({ verdict: "not judged", why: "The site could not be asked." });
        });
    }

    render() {
      const { entityKey, contentState, children, onEdit, onRemove } = this.props;
      const { subject, value } = contentState.getEntity(entityKey).getData();
      const entity = React.createElement(
        TooltipEntity,
        { entityKey, contentState, onEdit, onRemove, icon, label: subject ? `${subject}: ${value}` : "No fact" },
        children,
      );
      return React.createElement(
        "span",
        { className: "claim-entity", "data-verdict": this.state.verdict, title: this.state.why },
        entity,
      );
    }
  }

  window.draftail.registerPlugin({ type: "CLAIM", source: ClaimSource, decorator: Claim }, "entityTypes");
})();
