import { ExpandableSection, FormGroup, FormHelperText, FormSelect, FormSelectOption, HelperText, HelperTextItem, TextArea } from "@patternfly/react-core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { touch } from "../api/queries";
import type { PlanHead, Registry } from "../api/types";
import { ReasonDialog } from "../parts/ReasonDialog";
import { whyNot } from "../session/permissions";
import { useIntent, useSession } from "../session/session";

/** Makes a plan; the same estate and policies give the same plan. */
export function Propose({ registries, onClose }: { registries: Registry[]; onClose: () => void }) {
  const { client, who } = useSession();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const intent = useIntent();
  const [registry, setRegistry] = useState(registries[0]?.name ?? "");
  const [policy, setPolicy] = useState("");
  const [images, setImages] = useState("");

  const propose = async () => {
    const picked = images.split(/\s+/).filter((image) => image !== "");
    const body = { registry, ...(policy.trim() === "" ? {} : { policy }), ...(picked.length === 0 ? {} : { images: picked }) };
    const plan = await client.send<PlanHead>("/plans", { method: "POST", body, key: intent.keyFor(body) });
    intent.answered();
    touch(queries, ["plan", "audit"]);
    void navigate(`/plans/${plan.digest}`);
  };

  return (
    <ReasonDialog title="Propose a plan" verb="Propose" reason="none" size="medium" off={whyNot(who, "propose", registry)} act={propose} onClose={onClose}>
      <FormGroup label="Registry" fieldId="propose-registry">
        <FormSelect id="propose-registry" value={registry} onChange={(_event, value) => setRegistry(value)}>
          {registries.map(({ name }) => (
            <FormSelectOption key={name} value={name} label={name} />
          ))}
        </FormSelect>
        <FormHelperText>
          <HelperText>
            <HelperTextItem>Judged by the policies in force. Proposing deletes nothing.</HelperTextItem>
          </HelperText>
        </FormHelperText>
      </FormGroup>
      <ExpandableSection toggleText="Another policy, or only some images">
        <FormGroup label="Policy (YAML), for this plan only" fieldId="propose-policy">
          <TextArea id="propose-policy" className="code" value={policy} onChange={(_event, value) => setPolicy(value)} rows={6} resizeOrientation="vertical" spellCheck={false} />
        </FormGroup>
        <FormGroup label="Only these images, one a line" fieldId="propose-images">
          <TextArea id="propose-images" className="code" value={images} onChange={(_event, value) => setImages(value)} rows={3} resizeOrientation="vertical" spellCheck={false} placeholder="team/app:1.0" />
        </FormGroup>
      </ExpandableSection>
    </ReasonDialog>
  );
}
