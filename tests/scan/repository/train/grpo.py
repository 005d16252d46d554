from trl import GRPOConfig, GRPOTrainer

trainer = GRPOTrainer(
    model="Qwen/Qwen2.5-1.5B-Instruct",
    reward_funcs="acme/reward-model-3b",
    args=GRPOConfig(output_dir="out"),
)
ref_model = "microsoft/Phi-3.5-mini-instruct"
